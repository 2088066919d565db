"""The result of `generate`: the files of a resource, the lines in other files, and the migration."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pystack_init.results import Result
from pystack_init.results.change import Change, Conflict, KeptFile
from pystack_init.results.project import StepResult


@dataclass(frozen=True, slots=True)
class LineEdit:
    """A line in a file of the project; `line` is its number, 0 where it was there or is not there yet."""

    path: str
    line: int
    text: str
    done: bool


@dataclass(frozen=True, kw_only=True)
class Generated(Result):
    """Generated files, or with `dry_run` those that would be written."""

    command = "generate"
    title: str
    files: Sequence[Change] = ()
    edits: Sequence[LineEdit] = ()
    steps: Sequence[StepResult] = ()
    conflicts: Sequence[Conflict] = ()
    kept: Sequence[KeptFile] = ()
    next_steps: Sequence[str] = ()
    undo: str | None = None
    dry_run: bool = False

    def data(self) -> dict[str, Any]:
        """Return the `data` of the JSON object."""
        return {
            "files": [{"path": one.path, "kind": one.kind} for one in self.files],
            "edits": [
                {"path": one.path, "line": one.line, "text": one.text, "done": one.done} for one in self.edits
            ],
            "steps": [one.data() for one in self.steps],
            "conflicts": [{"path": one.path, "line": one.line} for one in self.conflicts],
            "kept": [{"path": one.path, "because": one.because} for one in self.kept],
            "next_steps": list(self.next_steps),
            "undo": self.undo,
            "dry_run": self.dry_run,
        }
