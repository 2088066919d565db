"""Define every question about a project as data, once.

Typer's flags, the prompts, the `PYSTACK_*` variables, `options --json` and the reference page come from these
rows. The questions of features are in their `feature.toml`.
"""

import sys
from pathlib import Path

from pystack_init.questions.features import questions_of
from pystack_init.questions.model import ABOUT, CODE, Choice, Kind, Question
from pystack_init.questions.names import FALLBACK, LONGEST
from pystack_init.questions.patterns import NAME
from pystack_init.questions.stacks import FASTAPI, STACKS
from pystack_init.rendering.bundled import templates_root
from pystack_init.rendering.manifest import read_tree

PYTHON_VERSIONS = ("3.11", "3.12", "3.13", "3.14")


def running_python() -> str:
    """Return the interpreter's minor version, or the newest supported one."""
    running = f"{sys.version_info.major}.{sys.version_info.minor}"
    return running if running in PYTHON_VERSIONS else PYTHON_VERSIONS[-1]


CORE: tuple[Question, ...] = (
    Question(
        id="name",
        text="What is the project's name?",
        help="Any text; the package name is derived from it",
        kind=Kind.TEXT,
        default=FALLBACK,
        max_length=LONGEST,
        pattern=NAME,
    ),
    Question(
        id="description",
        text="What does it do, in one sentence?",
        help="Used in pyproject.toml, the README and the API documentation",
        group=ABOUT,
        kind=Kind.TEXT,
        default="A web service",
    ),
    Question(
        id="author",
        text="Who is the author?",
        help="A person or a company, for pyproject.toml and the licence; the default is git's user.name",
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
        text="What is the oldest supported Python version?",
        help="The minimum version in pyproject.toml, the container image and CI",
        group=CODE,
        choices=tuple(Choice(version, f"Python {version}") for version in PYTHON_VERSIONS),
        default=running_python(),
    ),
    Question(
        id="stack",
        text="Which stack?",
        help="The frameworks that the project uses",
        choices=tuple(Choice(stack.id, stack.description) for stack in STACKS),
        default=FASTAPI.id,
    ),
    Question(
        id="database",
        text="Which database?",
        help="For development, tests and CI, with nothing to install; DATABASE_URL overrides it",
        group=CODE,
        choices=(
            Choice("sqlite", "SQLite: one file, no server"),
            Choice("postgresql", "PostgreSQL (development server included)"),
        ),
        default="sqlite",
    ),
)


def questions_in(root: Path) -> tuple[Question, ...]:
    """List the questions of the templates at `root`."""
    return *CORE, *questions_of(read_tree(root))


QUESTIONS = questions_in(templates_root())
BY_ID = {question.id: question for question in QUESTIONS}
