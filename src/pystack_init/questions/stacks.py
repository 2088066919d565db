"""Define the stacks: one row each, with everything that other modules need."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stack:
    """A combination of frameworks for a project.

    `label` is its name in running text, `description` its line in the question. `check_migrations` is a
    command of the generated project that fails while a migration is not applied. Each text of `first_imports`
    is Python code that imports a part of what the first start of the server needs.
    """

    id: str
    label: str
    description: str
    has_fastapi: bool
    has_django: bool
    check_migrations: tuple[str, ...]
    first_imports: tuple[str, ...]


_ALEMBIC = ("alembic", "current", "--check-heads")
_SQL = "import sqlalchemy.ext.asyncio, aiosqlite, alembic.command, alembic.autogenerate.api"
_LIBRARIES = "import pydantic_settings, structlog.dev, psycopg, requests, yaml"
_ADMIN = "from backend.config.asgi import create_application; create_application()"
_API = "from backend.main import create_app; create_app()"
_DJANGO = ("python", "manage.py", "migrate", "--check")

FASTAPI = Stack(
    id="fastapi",
    label="FastAPI",
    description="FastAPI with SQLModel and Alembic",
    has_fastapi=True,
    has_django=False,
    check_migrations=_ALEMBIC,
    first_imports=(_SQL, _API),
)
DJANGO_DRF = Stack(
    id="django_drf",
    label="Django + DRF",
    description="Django with its admin and REST framework",
    has_fastapi=False,
    has_django=True,
    check_migrations=_DJANGO,
    first_imports=(_ADMIN, _LIBRARIES),
)
HYBRID = Stack(
    id="hybrid",
    label="Hybrid (Django admin + FastAPI)",
    description="Django's admin, FastAPI's API, one database",
    has_fastapi=True,
    has_django=True,
    check_migrations=_DJANGO,
    first_imports=(_ADMIN, _API),
)

STACKS = (FASTAPI, DJANGO_DRF, HYBRID)
STACK_BY_ID = {stack.id: stack for stack in STACKS}
WITH_DJANGO = tuple(stack.id for stack in STACKS if stack.has_django)
# The stacks with one process.
SINGLE = (FASTAPI, DJANGO_DRF)
