"""The result of `config`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pystack_init.questions.answers import Value
from pystack_init.results import Result


@dataclass(frozen=True, kw_only=True)
class ConfigPath(Result):
    """The path of the user's configuration, which need not exist."""

    command = "config"
    path: Path
    exists: bool

    def data(self) -> dict[str, Any]:
        """Return the `data` of the JSON object."""
        return {"path": str(self.path), "exists": self.exists}


@dataclass(frozen=True, kw_only=True)
class ConfigContent(ConfigPath):
    """The user's defaults and presets."""

    defaults: Mapping[str, Value]
    presets: Mapping[str, Mapping[str, Value]]

    def data(self) -> dict[str, Any]:
        """Return the `data` of the JSON object."""
        presets = {name: dict(preset) for name, preset in self.presets.items()}
        return {**super().data(), "defaults": dict(self.defaults), "presets": presets}
