"""Resources with random fields pass every check of their project, in each stack and on both databases."""

import random
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from projects import Answers, ProjectCache, succeed
from pystack_init.resources.types import TYPES
from random_fields import random_field

pytestmark = pytest.mark.matrix

STACKS = ("fastapi", "django_drf", "hybrid")
DATABASES = ("sqlite", "postgresql")
SEEDS = (1, 2)


def words(seed: int, *, users: bool) -> list[str]:
    """Return one random field of each type."""
    source = random.Random(seed)  # noqa: S311 - reproducible, no secret
    kinds = [kind for kind in TYPES if kind != "ref"]
    fields = [random_field(source, f"{kind}_{seed}", kind) for kind in kinds]
    owners = ["buyer:ref:accounts.User:filter", "helper:ref:accounts.User:optional:null"] if users else []
    return [*fields, *owners, "product:ref:catalog.Product:optional:restrict:filter"]


class Generated:
    """A project, and its commands."""

    def __init__(self, project: Path, url: str, env: Mapping[str, str] | None = None) -> None:
        self.project, self._env = project, {"DATABASE_URL": url, **(env or {})}

    def run(self, *command: str) -> str:
        """Run a command in the project."""
        return succeed(self.project, *command, env=self._env)

    def just(self, *recipe: str) -> str:
        """Run a recipe."""
        return self.run("uv", "run", "just", *recipe)

    def generate(self, *argv: str) -> str:
        """Run `generate`."""
        return self.run(sys.executable, "-m", "pystack_init", "generate", *argv)


def down_and_up(shop: Generated, stack: str, *domains: str) -> None:
    """Apply the migrations, take them back, and apply them again."""
    shop.just("migrate")
    if stack == "fastapi":
        shop.run("uv", "run", "alembic", "downgrade", "-2")
    else:
        for domain in domains:
            shop.run("uv", "run", "python", "manage.py", "migrate", domain, "zero", "--verbosity=0")
    shop.just("migrate")


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("database", DATABASES)
@pytest.mark.parametrize("stack", STACKS)
def test_random_resources_pass_every_check(
    stack: str,
    database: str,
    seed: int,
    installed: Callable[[Answers], Path],
    new_database: Callable[[str], str],
    project_cache: ProjectCache,
) -> None:
    auth = "jwt" if seed % 2 else "none"
    project = installed({"stack": stack, "database": database, "auth": auth})
    shop = Generated(project, new_database(database), project_cache.mypy({"stack": stack}))
    shop.just("migrate")
    shop.generate("resource", "entry", *words(seed, users=auth != "none"))
    access = ["--public", "read", "--no-owner"] if auth != "none" else []
    refs = ["entry:ref:entries.Entry:filter", "parent:ref:line_items.LineItem:optional:cascade"]
    shop.generate("resource", "line_item", *refs, "amount:int:sort", "label:string:30:unique:search", *access)
    down_and_up(shop, stack, "line_items", "entries")
    shop.just("check")
    shop.just("test", "tests/entries", "tests/line_items")
    if stack == "hybrid":
        shop.just("test", "tests/hybrid/test_schema_contract.py")


@pytest.mark.parametrize("stack", STACKS)
def test_a_field_that_is_added_later_is_migrated_with_rows(
    stack: str,
    installed: Callable[[Answers], Path],
    new_database: Callable[[str], str],
    project_cache: ProjectCache,
) -> None:
    project = installed({"stack": stack})
    shop = Generated(project, new_database("sqlite"), project_cache.mypy({"stack": stack}))
    shop.just("migrate")
    shop.generate("resource", "note", "name:string:40:search")
    down_and_up(shop, stack, "notes") if stack != "fastapi" else shop.just("migrate")
    code = "models" if stack != "fastapi" else "tables"
    file = project / "backend" / "notes" / f"{code}.py"
    file.write_text(file.read_text(encoding="utf-8").replace("A note.", "A note, edited."), encoding="utf-8")
    added = ["done:bool:default=false:filter", "price:money:default=1.50", "kind:enum:a,b:optional"]
    shop.generate("field", "note", *added)
    shop.just("migrate")
    assert "A note, edited." in file.read_text(encoding="utf-8")
    shop.just("check")
    shop.just("test", "tests/notes")
    if stack == "hybrid":
        shop.just("test", "tests/hybrid/test_schema_contract.py")


def test_the_tests_of_a_resource_are_the_same_in_every_stack(
    installed: Callable[[Answers], Path],
) -> None:
    found = []
    for stack in STACKS:
        shop = Generated(installed({"stack": stack}), "sqlite:///db.sqlite3")
        shop.generate("resource", "entry", *words(1, users=True), "--no-migration")
        tests = sorted((shop.project / "tests" / "entries").glob("*.py"))
        found.append({one.name: one.read_bytes() for one in tests})
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == 5


def test_the_mirror_of_a_hybrid_prints_the_tables_of_a_resource(
    installed: Callable[[Answers], Path],
) -> None:
    shop = Generated(installed({"stack": "hybrid"}), "sqlite:///db.sqlite3")
    fields = [one for one in words(1, users=True) if "default" not in one or ":decimal:" not in one]
    shop.generate("resource", "entry", *fields, "--no-migration")
    written = (shop.project / "backend" / "entries" / "tables.py").read_text(encoding="utf-8")
    assert written == f'"""The table of entries."""\n\n{shop.just("mirror", "entries.Entry")}'
