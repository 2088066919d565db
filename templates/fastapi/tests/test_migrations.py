"""The history of the database leads to the tables in the code, back, and there again."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from sqlalchemy import Engine, inspect

from backend.settings import ROOT
from tests.server import ALEMBIC


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_down_and_up_again(engine: Engine) -> None:
    before = tables(engine)
    command.downgrade(ALEMBIC, "base")
    assert tables(engine) == set()
    command.upgrade(ALEMBIC, "head")
    assert tables(engine) == before


@pytest.mark.usefixtures("engine")
def test_tables_and_migrations_agree() -> None:
    command.check(ALEMBIC)


def test_of_eight_replicas_that_migrate_at_once_none_fails(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite is for one machine, which migrates once")
    before = tables(engine)
    command.downgrade(ALEMBIC, "base")
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda _: migrate(), range(8)))
    assert codes == [0] * 8
    assert tables(engine) == before


def migrate() -> int:
    return subprocess.run(
        [sys.executable, "-m", "alembic", "upgrade", "head"],
        cwd=ROOT,
        env={**os.environ, "ENVIRONMENT": "production"},
        check=False,
    ).returncode
