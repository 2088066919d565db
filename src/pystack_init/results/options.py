"""The result of `options`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pystack_init.results import Result


@dataclass(frozen=True, kw_only=True)
class Options(Result):
    """Every question, as a JSON Schema."""

    command = "options"
    schema: Mapping[str, Any]

    def data(self) -> dict[str, Any]:
        """Return the `data` of the JSON object."""
        return {"schema": dict(self.schema)}
