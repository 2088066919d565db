"""The results of `new`: a project, a dry run, or the command that creates it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from pystack_init.questions.answers import Answer
from pystack_init.results import Result


class StepStatus(StrEnum):
    """The status of a step."""

    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class StepResult:
    """One step of `new`; `resume` is the command that repeats it, `summary` says what it did."""

    id: str
    status: StepStatus
    seconds: float = 0.0
    resume: str | None = None
    summary: str = ""

    def data(self) -> dict[str, Any]:
        """Return the step as in JSON."""
        return {
            "id": self.id,
            "status": self.status.value,
            "seconds": round(self.seconds, 3),
            "resume": self.resume,
            "summary": self.summary,
        }


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """One file of the new project."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Purpose:
    """A folder or a file of the new project, and what it is for."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """A command to run next, and the address that answers then."""

    command: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Inventory:
    """Every rendered file, without the `.env` and its secrets; equal digests mean equal projects.

    `layout` has the main files and folders.
    """

    listed: tuple[WrittenFile, ...]
    sha256: str
    layout: tuple[Purpose, ...]


@dataclass(frozen=True, kw_only=True)
class Created(Result):
    """A new project, or with `dry_run` the project that would be created; `tree` shows every file."""

    command = "new"
    path: Path
    answers: Mapping[str, Answer]
    files: Inventory
    steps: tuple[StepResult, ...]
    reproduce: str
    next_steps: Sequence[NextStep]
    dry_run: bool = False
    tree: bool = False

    def data(self) -> dict[str, Any]:
        """Return the `data` of the JSON object."""
        return {
            "path": str(self.path.resolve()),
            "stack": self.answers["stack"].value,
            "answers": {key: {"value": one.value, "source": one.source} for key, one in self.answers.items()},
            "files": {"count": len(self.files.listed), "sha256": self.files.sha256},
            "steps": [step.data() for step in self.steps],
            "command": self.reproduce,
            "next_steps": [one.command for one in self.next_steps],
            "urls": [one.url for one in self.next_steps if one.url],
            "layout": [{"path": one.path, "purpose": one.text} for one in self.files.layout],
            "dry_run": self.dry_run,
        } | (
            {"tree": [{"path": one.path, "size": one.size} for one in self.files.listed]} if self.tree else {}
        )


@dataclass(frozen=True, kw_only=True)
class CommandLine(Result):
    """The command that creates the same project again."""

    command = "new"
    reproduce: str

    def data(self) -> dict[str, Any]:
        """Return the `data` of the JSON object."""
        return {"command": self.reproduce}
