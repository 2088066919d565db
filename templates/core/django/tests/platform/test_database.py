"""Django's database: its URL, and migrations that match the models and import nothing else."""

import ast
from importlib import import_module
from pathlib import Path

import pytest
from django.core.management import call_command
from pydantic import SecretStr

from backend.platform.django.databases import database
from backend.settings import ROOT, Settings

MIGRATIONS = sorted(ROOT.glob("backend/**/migrations/[0-9]*.py"))


def test_postgresql_is_used_through_a_pool(settings: Settings) -> None:
    url = SecretStr("postgresql://me:a%23b@localhost/my%20shop")  # pragma: allowlist secret
    found = database(settings.model_copy(update={"database_url": url}))
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("me", "a#b", "my shop")
    assert found["OPTIONS"]["pool"]["max_size"] == settings.database_pool_size
    assert import_module(f"{found['ENGINE']}.base").DatabaseWrapper.vendor == "postgresql"


def test_models_and_migrations_match() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("path", MIGRATIONS, ids=lambda path: path.name)
def test_a_migration_imports_nothing_of_the_application(path: Path) -> None:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    imports = [ast.unparse(node) for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    own = ("import backend", "from backend", "from .")
    assert [line for line in imports if line.startswith(own)] == []
