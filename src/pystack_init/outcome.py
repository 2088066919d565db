"""What a command returns: frozen data that `terminal/report.py` draws for people or as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar

from pystack_init.advice.comparison import Cell, Row
from pystack_init.advice.record import explain
from pystack_init.advice.score import Advice
from pystack_init.advice.terms import ARTICLES
from pystack_init.answers import Answer
from pystack_init.errors import PystackError


@dataclass(frozen=True, slots=True)
class Caution:
    """Something worth knowing that stopped nothing."""

    code: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The common part: what to watch out for, and why it is not a full success."""

    command: ClassVar[str]
    warnings: Sequence[Caution] = ()
    error: PystackError | None = None

    def data(self) -> dict[str, Any]:
        """Give the `data` of the JSON object."""
        raise NotImplementedError


class Status(StrEnum):
    """How a step ended."""

    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that `new` does, and how to do it again by hand."""

    id: str
    status: Status
    seconds: float = 0.0
    resume: str | None = None


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """One file of the new project."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Inventory:
    """All that was rendered, without the `.env` and its secrets; equal digests mean equal projects."""

    listed: tuple[WrittenFile, ...]
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Created(Outcome):
    """A new project, or with `dry_run` the one that would be made."""

    command = "new"
    path: Path
    answers: Mapping[str, Answer]
    files: Inventory
    steps: tuple[Step, ...]
    reproduce: str
    next_steps: Sequence[str]
    dry_run: bool = False

    def data(self) -> dict[str, Any]:
        """Give the `data` of the JSON object."""
        return {
            "path": str(self.path.resolve()),
            "stack": self.answers["stack"].value,
            "answers": {key: {"value": one.value, "source": one.source} for key, one in self.answers.items()},
            "files": {"count": len(self.files.listed), "sha256": self.files.sha256},
            "steps": [
                {
                    "id": step.id,
                    "status": step.status.value,
                    "seconds": round(step.seconds, 3),
                    "resume": step.resume,
                }
                for step in self.steps
            ],
            "command": self.reproduce,
            "next_steps": list(self.next_steps),
            "dry_run": self.dry_run,
        } | (
            {"tree": [{"path": one.path, "size": one.size} for one in self.files.listed]}
            if self.dry_run
            else {}
        )


@dataclass(frozen=True, kw_only=True)
class CommandLine(Outcome):
    """The command that makes the same project again."""

    command = "new"
    reproduce: str

    def data(self) -> dict[str, Any]:
        """Give the `data` of the JSON object."""
        return {"command": self.reproduce}


@dataclass(frozen=True, kw_only=True)
class Options(Outcome):
    """Every question, as a JSON Schema."""

    command = "options"
    schema: Mapping[str, Any]

    def data(self) -> dict[str, Any]:
        """Give the `data` of the JSON object."""
        return {"schema": dict(self.schema)}


@dataclass(frozen=True, kw_only=True)
class Recommended(Outcome):
    """The stack that fits, and why."""

    command = "recommend"
    advice: Advice
    answers: Mapping[str, Answer]
    reproduce: str

    def data(self) -> dict[str, Any]:
        """Give the `data` of the JSON object."""
        advice = self.advice
        return {
            "stack": advice.stack.value,
            "scores": {stack.value: score for stack, score in advice.verdict.scores.items()},
            "margin": advice.margin,
            "close_call": advice.close_call,
            "reasons": [
                {
                    "claim": rule.claim,
                    "favours": rule.favours.value,
                    "weight": rule.weight,
                    "articles": list(rule.articles),
                }
                for rule in advice.verdict.reasons
            ],
            "rules": [rule for rule, _ in advice.verdict.applied],
            "runner_up": advice.runner_up.value,
            "flips_if": [
                {"question": flip.question, "answer": flip.answer, "stack": flip.stack.value}
                for flip in advice.flips_if
            ],
            "explanation": explain(advice),
            "answers": {key: {"value": one.value, "source": one.source} for key, one in self.answers.items()},
            "command": self.reproduce,
        }


@dataclass(frozen=True, kw_only=True)
class Compared(Outcome):
    """What is said of the stacks, row by row, and what was measured here of one of these rows, if it was."""

    command = "compare"
    rows: tuple[Row, ...]
    measured: Mapping[str, Any] | None
    markdown: bool = False

    @property
    def articles(self) -> dict[str, str]:
        """Give the titles of the articles that these rows cite."""
        cited = {number for row in self.rows for number in row.articles}
        return {number: title for number, title in ARTICLES.items() if number in cited}

    def data(self) -> dict[str, Any]:
        """Give the `data` of the JSON object."""
        return {
            "rows": [
                {
                    "id": row.id,
                    "title": row.title,
                    "cells": {stack.value: _sourced(cell) for stack, cell in row.cells.items()},
                    "templates": row.templates,
                    "disputed": {
                        "range": row.disputed_range or None,
                        "claims": [_sourced(claim) for claim in row.disputed],
                    },
                }
                for row in self.rows
            ],
            "measured": self.measured,
            "articles": self.articles,
        }


def _sourced(cell: Cell) -> dict[str, Any]:
    return {"says": cell.says, "articles": list(cell.articles)}


class Verdict(StrEnum):
    """What `doctor` thinks of one thing."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing `doctor` looked at; `mend` is a command that can be typed."""

    id: str
    verdict: Verdict
    message: str
    mend: str | None = None


@dataclass(frozen=True, kw_only=True)
class Checkup(Outcome):
    """Everything `doctor` looked at; `error` is a `ChecksFailed` when one check fails."""

    command = "doctor"
    checks: tuple[Check, ...]

    def data(self) -> dict[str, Any]:
        """Give the `data` of the JSON object."""
        return {
            "checks": [
                {"id": one.id, "verdict": one.verdict.value, "message": one.message, "mend": one.mend}
                for one in self.checks
            ]
        }
