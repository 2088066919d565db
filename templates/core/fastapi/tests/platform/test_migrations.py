"""Migrations create the tables of the code, and can be reverted and applied again."""

import os
import subprocess
import sys

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, text

from backend.settings import ROOT
from tests.support.empty_tables import empty_tables
from tests.support.server import ALEMBIC


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_migrations_can_be_reverted_and_applied_again(engine: Engine) -> None:
    before = tables(engine)
    command.downgrade(ALEMBIC, "base")
    assert tables(engine) == set()
    command.upgrade(ALEMBIC, "head")
    assert tables(engine) == before


@pytest.mark.usefixtures("engine")
def test_tables_and_migrations_match() -> None:
    command.check(ALEMBIC)


def test_just_check_accepts_the_migrations() -> None:
    assert run("backend.migrations", "check") == 0


def test_rows_are_deleted_whatever_refers_to_them(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE probe_a (id INTEGER PRIMARY KEY)"))
        key = "INTEGER NOT NULL REFERENCES probe_a ON DELETE RESTRICT"
        connection.execute(text(f"CREATE TABLE probe_b (a_id {key})"))
        connection.execute(text("INSERT INTO probe_a VALUES (1)"))
        connection.execute(text("INSERT INTO probe_b VALUES (1)"))
    try:
        empty_tables(engine)
        with engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM probe_a")).scalar_one() == 0
    finally:
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE probe_b"))
            connection.execute(text("DROP TABLE probe_a"))


def run(module: str, *arguments: str) -> int:
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={**os.environ, "ENVIRONMENT": "production"},
        check=False,
    ).returncode
