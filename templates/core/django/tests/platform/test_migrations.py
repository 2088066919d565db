"""Migrations create the tables of the models, and import nothing that may change."""

import ast
from pathlib import Path

import pytest
from django.core.management import call_command

from backend.settings import ROOT

MIGRATIONS = sorted(ROOT.glob("backend/**/migrations/[0-9]*.py"))


def test_models_and_migrations_match() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: path.name)
def test_a_migration_imports_nothing_of_the_application(path: Path) -> None:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    imports = [ast.unparse(node) for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    own = ("import backend", "from backend", "from .")
    assert [line for line in imports if line.startswith(own)] == []
