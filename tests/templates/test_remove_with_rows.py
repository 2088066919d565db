"""A feature with tables is removed from a project with rows, its tables are dropped, and it is added back."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from edits import commit
from projects import succeed
from test_add_with_rows import COMMAND, add_notes, query

pytestmark = pytest.mark.matrix

USER = "INSERT INTO accounts_user (id, password, email) VALUES ('{0}', '', 'ada@example.com')"
PRODUCT = "INSERT INTO catalog_product (id, name, price, owner_id) VALUES ('{0}', 'Teapot', 19.90, '{0}')"
TABLES = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE name = 'catalog_product'",
    "postgresql": "SELECT count(*) FROM pg_tables WHERE tablename = 'catalog_product'",
}
ID = "0f8fad5bd9cb469fa16570867728950e"


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.parametrize("stack", ["fastapi", "django_drf", "hybrid"])
def test_the_printed_migration_drops_the_tables_of_a_removed_feature(
    stack: str, database: str, open_folder: Path, new_database: Callable[[str], str]
) -> None:
    succeed(open_folder, *COMMAND, "new", "shop", "--stack", stack, "--database", database, "--defaults")
    shop = open_folder / "shop"
    address = {"DATABASE_URL": new_database(database)}

    def uv_run(*command: str) -> str:
        return succeed(shop, "uv", "run", *command, env=address)

    def run_sql(sql: str) -> str:
        return query(uv_run, "fastapi" if stack == "fastapi" else "django_drf", sql)

    add_notes(shop, stack)
    uv_run("just", "makemigration", "notes")
    uv_run("just", "migrate")
    for statement in (USER, PRODUCT, "INSERT INTO notes_note (text) VALUES ('mine')"):
        run_sql(statement.format(ID))
    succeed(shop, "git", "config", "user.name", "Ada")
    succeed(shop, "git", "config", "user.email", "ada@example.com")
    commit(shop)

    printed = succeed(shop, *COMMAND, "remove", "example", "--json")
    (migration,) = json.loads(printed)["data"]["migrations"]
    assert run_sql("SELECT count(*) FROM catalog_product") == "1"  # never dropped by the command
    (shop / migration["path"]).write_text(migration["text"], encoding="utf-8")
    uv_run("just", "migrate")
    tables = TABLES[database]
    assert run_sql(tables) == "0"
    if stack == "fastapi":
        uv_run("alembic", "downgrade", "-1")
        assert run_sql(tables) == "1"
        uv_run("just", "migrate")
    uv_run("just", "check")
    uv_run("just", "test")
    commit(shop)

    succeed(shop, *COMMAND, "add", "example")
    uv_run("just", "migrate")
    assert run_sql("SELECT count(*) FROM catalog_product") == "0"
    assert run_sql("SELECT text FROM notes_note") == "mine"
    assert run_sql("SELECT email FROM accounts_user") == "ada@example.com"
    uv_run("just", "check")
    uv_run("just", "test")
