"""A feature with tables is added to a project with a table and rows of its owner: up, down, up."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from edits import commit, edit
from projects import succeed

pytestmark = pytest.mark.matrix

COMMAND = (sys.executable, "-m", "pystack_init")
TABLES = '''"""Notes."""

from sqlmodel import Field, SQLModel


class Note(SQLModel, table=True):
    """A note of the owner."""

    __tablename__ = "notes_note"
    id: int | None = Field(default=None, primary_key=True)
    text: str
'''
MODELS = '''"""Notes."""

from django.db import models


class Note(models.Model):
    """A note of the owner."""

    text = models.TextField()
'''


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.parametrize("stack", ["fastapi", "django_drf"])
def test_the_migration_of_a_feature_follows_those_of_the_owner(
    stack: str, database: str, open_folder: Path, new_database: Callable[[str], str]
) -> None:
    flags = ("--stack", stack, "--database", database, "--no-example", "--defaults")
    succeed(open_folder, *COMMAND, "new", "shop", *flags)
    shop = open_folder / "shop"
    address = {"DATABASE_URL": new_database(database)}

    def uv_run(*command: str) -> str:
        return succeed(shop, "uv", "run", *command, env=address)

    add_notes(shop, stack)
    uv_run("just", "makemigration", "notes")
    uv_run("just", "migrate")
    query(uv_run, stack, "INSERT INTO notes_note (text) VALUES ('mine')")
    succeed(shop, "git", "config", "user.name", "Ada")
    succeed(shop, "git", "config", "user.email", "ada@example.com")
    commit(shop)
    succeed(shop, *COMMAND, "add", "example")
    up, down = {
        "fastapi": (("alembic", "upgrade", "head"), ("alembic", "downgrade", "-1")),
        "django_drf": (
            ("python", "manage.py", "migrate"),
            ("python", "manage.py", "migrate", "catalog", "zero"),
        ),
    }[stack]
    for command in (up, down, up):
        uv_run(*command)
    assert query(uv_run, stack, "SELECT text FROM notes_note") == "mine"
    assert query(uv_run, stack, "SELECT count(*) FROM catalog_product") == "0"
    if stack == "fastapi":
        text = (shop / "backend/migrations/versions/0003_catalog.py").read_text(encoding="utf-8")
        assert 'revision = "0003"\ndown_revision = "0002"\n' in text
    uv_run("just", "check")
    uv_run("just", "test")


JOB = (
    "INSERT INTO jobs_job (id, kind, arguments, lease_until)"
    " VALUES ('00000000000040008000000000000001', 'cleanup', '{}', '2020-01-01 00:00:00')"
)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.parametrize(
    ("stack", "without", "change"),
    [
        ("fastapi", ("--no-example",), ("add", "example")),
        ("fastapi", ("--no-example", "--auth=none"), ("set", "auth=jwt")),
        ("django_drf", ("--no-example", "--auth=none"), ("set", "auth=jwt")),
    ],
)
def test_the_jobs_of_a_database_stay_when_other_tables_come(
    stack: str,
    database: str,
    without: tuple[str, ...],
    change: tuple[str, ...],
    open_folder: Path,
    new_database: Callable[[str], str],
) -> None:
    flags = ("--stack", stack, "--database", database, "--jobs", *without, "--defaults")
    succeed(open_folder, *COMMAND, "new", "shop", *flags)
    shop = open_folder / "shop"
    address = {"DATABASE_URL": new_database(database)}

    def uv_run(*command: str) -> str:
        return succeed(shop, "uv", "run", *command, env=address)

    uv_run("just", "migrate")
    query(uv_run, stack, JOB)
    steps = json.loads(succeed(shop, *COMMAND, *change, "--json"))["data"]["next_steps"]
    for step in steps:
        assert step.startswith("uv run just ")
        uv_run(*step.split()[2:])
    assert query(uv_run, stack, "SELECT kind FROM jobs_job") == "cleanup"
    table = "catalog_product" if "example" in change else "accounts_refreshtoken"
    assert query(uv_run, stack, f"SELECT count(*) FROM {table}") == "0"  # noqa: S608
    uv_run("just", "check")


def add_notes(shop: Path, stack: str) -> None:
    """Write a domain of the owner, without its migration."""
    notes = shop / "backend/notes"
    notes.mkdir()
    (notes / "__init__.py").write_text('"""Notes."""\n', encoding="utf-8")
    if stack == "fastapi":
        (notes / "tables.py").write_text(TABLES, encoding="utf-8")
        edit(
            shop / "backend/migrations/env.py",
            "from backend.platform.database.connections import",
            "from backend.notes import tables as _notes  # noqa: F401\n"
            "from backend.platform.database.connections import",
        )
    else:
        (notes / "models.py").write_text(MODELS, encoding="utf-8")
        (notes / "migrations").mkdir()
        (notes / "migrations/__init__.py").write_text('"""Migrations of notes."""\n', encoding="utf-8")
        edit(
            shop / "backend/config/settings.py",
            '    "backend.accounts",\n',
            '    "backend.accounts",\n    "backend.notes",\n',
        )


def query(uv_run: Callable[..., str], stack: str, sql: str) -> str:
    """Run a statement on the database of the project, and return its first value."""
    code = {
        "fastapi": (
            "from backend.platform.shell import session; from sqlalchemy import text;"
            f"found = session.execute(text({sql!r})); print(found.scalar() if found.returns_rows else '');"
            "session.commit()"
        ),
        "django_drf": (
            "import backend.config.asgi as _; from django.db import connection; cursor = connection.cursor();"
            f"cursor.execute({sql!r}); print(cursor.fetchone()[0] if cursor.description else '')"
        ),
    }[stack]
    return uv_run("python", "-c", code).splitlines()[-1]
