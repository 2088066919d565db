"""Migrations create the tables of the code, and can be reverted and applied again."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from sqlalchemy import Engine, inspect

from backend.settings import ROOT
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


def test_eight_replicas_can_migrate_at_once(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite supports one machine, which migrates once")
    before = tables(engine)
    command.downgrade(ALEMBIC, "base")
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda _: run("alembic", "upgrade", "head"), range(8)))
    assert codes == [0] * 8
    assert tables(engine) == before


def run(module: str, *arguments: str) -> int:
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={**os.environ, "ENVIRONMENT": "production"},
        check=False,
    ).returncode
