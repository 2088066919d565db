"""Migrations create the tables of the code, can be reverted, and import nothing that may change."""

import ast

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


def test_migrations_import_nothing_of_the_application() -> None:
    for path in ROOT.glob("backend/migrations/versions/*.py"):
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        imports = [
            ast.unparse(each) for each in nodes if isinstance(each, ast.Import | ast.ImportFrom)
        ]
        own = ("import backend", "from backend", "from .")
        assert [line for line in imports if line.startswith(own)] == [], path.name
