"""The result of `update`, `add`, `remove`, `set` and `switch`: what changed, what conflicts, what is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pystack_init.questions.answers import Value
from pystack_init.results import Result
from pystack_init.results.project import StepResult


@dataclass(frozen=True, slots=True)
class Change:
    """A file that changed; `kind` is added, modified, deleted or renamed.

    `before` is the old path of a renamed file. `merged` says that the result has changes of both sides.
    """

    path: str
    kind: str
    before: str | None = None
    merged: bool = False

    def data(self) -> dict[str, str]:
        """Return the change as in JSON."""
        return {"path": self.path, "kind": self.kind} | ({"from": self.before} if self.before else {})


class NoteKind(StrEnum):
    """The kind of a release note, in the order in which they are shown."""

    BREAKING = "breaking"
    STEP = "step"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class ReleaseNote:
    """A note of a release, whether it applies to this project, and the places in its files."""

    release: str
    kind: NoteKind
    text: str
    applies: bool
    places: tuple[str, ...] = ()

    def data(self) -> dict[str, Any]:
        """Return the note as in JSON."""
        return {
            "release": self.release,
            "kind": self.kind.value,
            "text": self.text,
            "applies": self.applies,
            "places": list(self.places),
        }


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


@dataclass(frozen=True, slots=True)
class DropMigration:
    """A migration that drops tables, for the owner to write to `path`."""

    path: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Changed(Result):
    """A changed project, or with `dry_run` what would change.

    `answers` are those that changed, and `defaults` the questions among them that a default answered.
    `migrations` are for the owner to write, and `next_steps` are commands to run next. With `shown`, the user
    has seen the plan already.
    """

    command = "update"
    title: str
    releases: tuple[str, str] | None = None
    answers: Mapping[str, Value] = field(default_factory=dict)
    defaults: Sequence[str] = ()
    notes: Sequence[ReleaseNote] = ()
    changes: Sequence[Change] = ()
    conflicts: Sequence[Conflict] = ()
    kept: Sequence[KeptFile] = ()
    steps: Sequence[StepResult] = ()
    migrations: Sequence[DropMigration] = ()
    next_steps: Sequence[str] = ()
    undo: str | None = None
    dry_run: bool = False
    shown: bool = False
    diff: str = ""

    def data(self) -> dict[str, Any]:
        """Return the `data` of the JSON object."""
        before, after = self.releases or (None, None)
        return {
            "release": {"from": before, "to": after},
            "answers": dict(self.answers),
            "defaults": list(self.defaults),
            "notes": [one.data() for one in self.notes],
            "changes": [one.data() for one in self.changes],
            "merged": [one.path for one in self.changes if one.merged],
            "conflicts": [{"path": one.path, "line": one.line} for one in self.conflicts],
            "kept": [{"path": one.path, "because": one.because} for one in self.kept],
            "steps": [one.data() for one in self.steps],
            "migrations": [{"path": one.path, "text": one.text} for one in self.migrations],
            "next_steps": list(self.next_steps),
            "undo": self.undo,
            "dry_run": self.dry_run,
        }
