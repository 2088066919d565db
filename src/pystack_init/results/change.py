"""The result of `update`, `add`, `remove`, `set` and `switch`: what changed, what conflicts, what is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pystack_init.results import Result
from pystack_init.results.project import StepResult


@dataclass(frozen=True, slots=True)
class Change:
    """A file that changed; `kind` is added, modified or deleted."""

    path: str
    kind: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where both sides changed the same lines."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that stayed as it was, and why."""

    path: str
    because: str


@dataclass(frozen=True, kw_only=True)
class Changed(Result):
    """A changed project, or with `dry_run` what would change."""

    command = "update"
    title: str
    changes: Sequence[Change] = ()
    conflicts: Sequence[Conflict] = ()
    kept: Sequence[KeptFile] = ()
    steps: Sequence[StepResult] = ()
    undo: str | None = None
    dry_run: bool = False
    diff: str = ""

    def data(self) -> dict[str, Any]:
        """Return the `data` of the JSON object."""
        return {
            "changes": [{"path": one.path, "kind": one.kind} for one in self.changes],
            "conflicts": [{"path": one.path, "line": one.line} for one in self.conflicts],
            "kept": [{"path": one.path, "because": one.because} for one in self.kept],
            "steps": [one.data() for one in self.steps],
            "undo": self.undo,
            "dry_run": self.dry_run,
        }
