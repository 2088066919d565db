"""Migrations create the tables of the code, and can be reverted and applied again."""

import os
import subprocess
import sys

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


def run(module: str, *arguments: str) -> int:
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env={**os.environ, "ENVIRONMENT": "production"},
        check=False,
    ).returncode
