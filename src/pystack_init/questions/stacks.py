"""Define the stacks: one row each, with everything that other modules need."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stack:
    """A combination of frameworks for a project.

    `label` is its name in running text, `description` its line in the question. `check_migrations` is a
    command of the generated project that fails while a migration is not applied.
    """

    id: str
    label: str
    description: str
    has_fastapi: bool
    has_django: bool
    check_migrations: tuple[str, ...]


_ALEMBIC = ("alembic", "current", "--check-heads")
_DJANGO = ("python", "manage.py", "migrate", "--check")

FASTAPI = Stack(
    id="fastapi",
    label="FastAPI",
    description="FastAPI with SQLModel and Alembic",
    has_fastapi=True,
    has_django=False,
    check_migrations=_ALEMBIC,
)
DJANGO_DRF = Stack(
    id="django_drf",
    label="Django + DRF",
    description="Django with its admin and REST framework",
    has_fastapi=False,
    has_django=True,
    check_migrations=_DJANGO,
)
HYBRID = Stack(
    id="hybrid",
    label="Hybrid (Django admin + FastAPI)",
    description="Django's admin, FastAPI's API, one database",
    has_fastapi=True,
    has_django=True,
    check_migrations=_DJANGO,
)

STACKS = (FASTAPI, DJANGO_DRF, HYBRID)
STACK_BY_ID = {stack.id: stack for stack in STACKS}
WITH_DJANGO = tuple(stack.id for stack in STACKS if stack.has_django)
# The stacks with one process.
SINGLE = (FASTAPI, DJANGO_DRF)
