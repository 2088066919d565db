"""Every question about a project, as data: the one place that states them.

Typer's flags, the prompts, `templates/copier.yml`, the `PYSTACK_*` variables, `options --json` and the
reference page all come from these rows, so that adding a question is adding a row.
"""

import sys

from pystack_init.questions.model import Choice, Kind, Prerequisite, Question, Suggested
from pystack_init.questions.names import FALLBACK, LONGEST
from pystack_init.questions.patterns import NAME
from pystack_init.questions.stacks import FASTAPI, STACKS, WITH_DJANGO

# The groups of questions that the review offers.
ABOUT, CODE, DELIVERY = "About the project", "What it is made of", "How it is shipped"

PYTHON_VERSIONS = ("3.11", "3.12", "3.13", "3.14")


def running_python() -> str:
    """Return the interpreter's minor version, or the newest supported one."""
    running = f"{sys.version_info.major}.{sys.version_info.minor}"
    return running if running in PYTHON_VERSIONS else PYTHON_VERSIONS[-1]


QUESTIONS: tuple[Question, ...] = (
    Question(
        id="name",
        text="What is the project called?",
        help="Any words; the package name is derived from them",
        kind=Kind.TEXT,
        default=FALLBACK,
        max_length=LONGEST,
        pattern=NAME,
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
        choices=tuple(Choice(stack.id, stack.description) for stack in STACKS),
        default=FASTAPI.id,
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
    Question(
        id="auth",
        text="How do users sign in?",
        help="Without sign-in everybody who reaches the API may write",
        group=CODE,
        choices=(
            Choice("jwt", "E-mail and password, with tokens"),
            Choice("none", "They do not: no accounts in the API"),
        ),
        default="jwt",
    ),
    Question(
        id="docker",
        text="Add a Dockerfile and a compose file?",
        help="A multi-stage image that runs as a normal user",
        group=DELIVERY,
        kind=Kind.YES_NO,
        default=True,
    ),
    Question(
        id="ci",
        text="Where does CI run?",
        help="The same checks and tests as on your machine, at every push",
        group=DELIVERY,
        choices=(
            Choice("github", "GitHub Actions"),
            Choice("gitlab", "GitLab CI"),
            Choice("none", "Nowhere yet"),
        ),
        default="github",
    ),
    Question(
        id="example",
        text="Keep the example domain?",
        help="A product catalogue to copy from; without it the first domain is yours to write",
        group=CODE,
        kind=Kind.YES_NO,
        default=True,
    ),
    Question(
        id="pages",
        text="Add server-rendered pages?",
        help="Plain HTML to sign up, sign in and edit products; needs Django and `auth: jwt`",
        group=CODE,
        kind=Kind.YES_NO,
        default=False,
        requires=(
            Prerequisite("stack", WITH_DJANGO, "Django"),
            Prerequisite("auth", ("jwt",), "accounts"),
        ),
        suggested=Suggested(value=True, question="surface", answers=("both", "site")),
    ),
)

BY_ID = {question.id: question for question in QUESTIONS}
