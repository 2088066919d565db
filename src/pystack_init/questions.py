"""Every question that a project is made from, as data: the one place that states them.

Typer's flags, the prompts, `templates/copier.yml`, the `PYSTACK_*` variables, `options --json` and the
reference page all come from these rows, so that adding a question is adding a row.
"""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pystack_init.answers import spell
from pystack_init.names import FALLBACK, LONGEST
from pystack_init.rendering.bundled import templates_root
from pystack_init.rendering.manifest import Tree, read_tree

ONE_LINE = r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*\S[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$"


class Kind(StrEnum):
    """What an answer is made of."""

    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be picked."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """An answer to another question without which a yes is impossible; the first is the one to suggest."""

    question: str
    answers: tuple[str, ...]
    what: str


@dataclass(frozen=True, slots=True)
class Advised:
    """An answer that another question's answers suggest, in the place of the default."""

    value: str | bool
    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Its id is its flag (`x_y` is `--x-y`), its variable and its key in the answers file."""

    id: str
    text: str
    help: str
    kind: Kind = Kind.CHOICE
    choices: tuple[Choice, ...] = ()
    default: str | bool = ""
    group: str = field(default="", kw_only=True)
    max_length: int = field(default=200, kw_only=True)
    pattern: str = field(default=ONE_LINE, kw_only=True)
    needs: tuple[Requirement, ...] = field(default=(), kw_only=True)
    advised: Advised | None = field(default=None, kw_only=True)

    @property
    def values(self) -> tuple[str, ...]:
        """The answers a choice accepts, in the order they are shown."""
        return tuple(choice.value for choice in self.choices)

    @property
    def flag(self) -> str:
        """The flag without its dashes."""
        return self.id.replace("_", "-")

    @property
    def spelled_default(self) -> str:
        """The default as a person would type it."""
        return spell(self.default)


# What is asked together when somebody wants more than the defaults.
ABOUT, CODE, DELIVERY = "About the project", "What it is made of", "How it is shipped"

PYTHON_VERSIONS = ("3.11", "3.12", "3.13", "3.14")


def running_python() -> str:
    """Name the interpreter's minor version, or the nearest one that a project can have."""
    running = f"{sys.version_info.major}.{sys.version_info.minor}"
    return running if running in PYTHON_VERSIONS else PYTHON_VERSIONS[-1]


CORE: tuple[Question, ...] = (
    Question(
        id="name",
        text="What is the project called?",
        help="Any words; the package name is derived from them",
        kind=Kind.TEXT,
        default=FALLBACK,
        max_length=LONGEST,
        pattern=r"^(?!-)[^\u0000-\u001f\u007f-\u009f\u2028\u2029/\\]+$",
    ),
    Question(
        id="description",
        text="What does it do, in one sentence?",
        help="Goes into pyproject.toml, the README and the API's documentation",
        group=ABOUT,
        kind=Kind.TEXT,
        default="A web service",
    ),
    Question(
        id="author",
        text="Who is the author?",
        help="A person or a company, for pyproject.toml and the licence; taken from git when it knows",
        group=ABOUT,
        kind=Kind.TEXT,
        default="The project authors",
    ),
    Question(
        id="license",
        text="Under which licence?",
        help="The full text is written to LICENSE",
        group=ABOUT,
        choices=(
            Choice("MIT", "MIT: short and permissive"),
            Choice("Apache-2.0", "Apache 2.0: with a patent grant"),
            Choice("BSD-3-Clause", "BSD 3-Clause: no endorsement"),
            Choice("proprietary", "Proprietary: all rights reserved"),
        ),
        default="MIT",
    ),
    Question(
        id="python",
        text="Which Python is the oldest it must run on?",
        help="Sets the floor in pyproject.toml, the container image and CI",
        group=CODE,
        choices=tuple(Choice(version, f"Python {version}") for version in PYTHON_VERSIONS),
        default=running_python(),
    ),
    Question(
        id="stack",
        text="Which stack?",
        help="The frameworks the project stands on",
        choices=(
            Choice("fastapi", "FastAPI with SQLModel and Alembic"),
            Choice("django_drf", "Django with its admin and REST framework"),
            Choice("hybrid", "Django's admin, FastAPI's API, one database"),
        ),
        default="fastapi",
    ),
    Question(
        id="database",
        text="Where does the data live?",
        help="DATABASE_URL can move it at any time; this sets what development, tests and CI use",
        group=CODE,
        choices=(
            Choice("sqlite", "SQLite: one file, no server"),
            Choice("postgresql", "PostgreSQL: a wheel brings it"),
        ),
        default="sqlite",
    ),
)

_GROUPS = {"about": ABOUT, "code": CODE, "delivery": DELIVERY}


def questions_of(tree: Tree) -> tuple[Question, ...]:
    """List the questions that the features of a tree bring along, in the order of the features."""
    offered: dict[str, list[Choice]] = {}
    for feature in tree.features:
        if feature.choice:
            choice = Choice(feature.choice["value"], feature.choice["label"])
            offered.setdefault(feature.choice["question"], []).append(choice)
    return tuple(
        _question(one.question, offered.get(one.question["id"], [])) for one in tree.features if one.question
    )


def _question(row: Mapping[str, Any], offered: Sequence[Choice]) -> Question:
    """Make a question of a `feature.toml`; choices that other features offer stand before the last one."""
    own = [Choice(**choice) for choice in row.get("choices", ())]
    return Question(
        id=row["id"],
        text=row["text"],
        help=row["help"],
        kind=Kind(row.get("kind", Kind.CHOICE)),
        choices=(*own[:-1], *offered, *own[-1:]),
        default=row["default"],
        group=_GROUPS[row["group"]],
        needs=tuple(
            Requirement(one["question"], tuple(one["answers"]), one["what"]) for one in row.get("requires", ())
        ),
        advised=_suggested(row.get("suggested")),
    )


def _suggested(row: Mapping[str, Any] | None) -> Advised | None:
    return Advised(row["value"], row["question"], tuple(row["answers"])) if row else None


QUESTIONS: tuple[Question, ...] = (*CORE, *questions_of(read_tree(templates_root())))
BY_ID = {question.id: question for question in QUESTIONS}
