"""A database that Alembic created becomes equal to one that Django creates."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from backend.platform.adoption.postgresql import describe
from backend.settings import ROOT


@pytest.fixture
def adopted(engine: Engine, tmp_path: Path) -> Iterator[Engine]:
    """Migrate a new database with Alembic, then with Django."""
    if engine.dialect.name == "sqlite":
        url = engine.url.set(database=str(tmp_path / "adopted.sqlite3"))
    else:
        url = engine.url.set(database=f"{engine.url.database}_adopted")
        administer(engine, f'CREATE DATABASE "{url.database}"')
    plain = url.set(drivername=url.get_backend_name()).render_as_string(hide_password=False)
    for command in (["-m", "alembic", "upgrade", "head"], ["manage.py", "migrate"]):
        environment = {**os.environ, "DATABASE_URL": plain}
        subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)  # noqa: S603
    migrated = create_engine(url)
    yield migrated
    migrated.dispose()
    if engine.dialect.name != "sqlite":
        administer(engine, f'DROP DATABASE "{url.database}"')


def administer(engine: Engine, statement: str) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))


def schema(engine: Engine) -> dict[str, Any]:
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            query = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
            return {row.name: row.sql for row in connection.execute(text(query))}
        query = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        tables = list(connection.execute(text(query)).scalars())
        driver = connection.connection.cursor()
        return {table: describe(driver, "public", table) for table in tables}


def test_an_adopted_database_has_the_tables_of_django(adopted: Engine, engine: Engine) -> None:
    assert schema(adopted) == schema(engine)
