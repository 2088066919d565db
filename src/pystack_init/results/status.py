"""The results of `status` and `diff`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pystack_init.questions.answers import Value
from pystack_init.resources.resource import Resource
from pystack_init.results import Result


@dataclass(frozen=True, kw_only=True)
class ProjectStatus(Result):
    """Where a project stands."""

    command = "status"
    path: Path
    version: str
    stack: str
    answers: Mapping[str, Value]
    features: Sequence[str]
    resources: Sequence[Resource] = ()
    changed_files: Sequence[str]
    update_available: str | None

    def data(self) -> dict[str, Any]:
        """Return the `data` of the JSON object."""
        return {
            "version": self.version,
            "stack": self.stack,
            "answers": dict(self.answers),
            "features": list(self.features),
            "resources": [{"name": one.name, **one.record()} for one in self.resources],
            "pristine": not self.changed_files,
            "changed_files": list(self.changed_files),
            "update_available": self.update_available,
        }


@dataclass(frozen=True, kw_only=True)
class Difference(Result):
    """The user's changes as a unified diff."""

    command = "diff"
    text: str

    def data(self) -> dict[str, Any]:
        """Return the `data` of the JSON object."""
        return {"diff": self.text}
