"""A second domain: a developer who follows the README writes orders, in each stack."""

import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from projects import Answers, succeed

pytestmark = pytest.mark.matrix

ORDER = Path(__file__).parents[1] / "fixtures" / "order"
# The folders with the files of each stack; FastAPI's are the same in a hybrid.
FOLDERS = {"django_drf": ("django_drf",), "fastapi": ("api", "fastapi"), "hybrid": ("api", "hybrid")}
# Lines by hand, without blank lines, tests and the migration.
MOST = 130


def written(stack: str) -> list[str]:
    """Return the lines that a developer writes, those added to existing files included."""
    files = [file for folder in FOLDERS[stack] for file in (ORDER / folder / "backend").rglob("*.py")]
    inserted = [edit["insert"] for edit in edits(stack)]
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines + "\n".join(inserted).splitlines() if line.strip()]


def edits(stack: str) -> list[dict[str, str]]:
    """Return the lines that are added to existing files."""
    texts = [(ORDER / folder / "edits.toml").read_text(encoding="utf-8") for folder in FOLDERS[stack]]
    return [edit for text in texts for edit in tomllib.loads(text)["edit"]]


def write(stack: str, project: Path) -> None:
    """Write the domain into a project, by copying and by adding lines."""
    for folder in FOLDERS[stack]:
        shutil.copytree(
            ORDER / folder, project, ignore=shutil.ignore_patterns("edits.toml"), dirs_exist_ok=True
        )
    for edit in edits(stack):
        file = project / edit["file"]
        text = file.read_text(encoding="utf-8")
        assert text.count(edit["after"] + "\n") == 1, edit
        line = edit["after"] + "\n"
        file.write_text(text.replace(line, f"{line}{edit['insert']}\n"), encoding="utf-8")


def test_every_folder_belongs_to_a_stack() -> None:
    used = {folder for folders in FOLDERS.values() for folder in folders}
    assert used == {path.name for path in ORDER.iterdir()}


@pytest.mark.parametrize("stack", FOLDERS)
def test_a_domain_takes_few_lines(stack: str) -> None:
    assert 60 < len(written(stack)) <= MOST


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.parametrize("stack", FOLDERS)
def test_a_domain_passes_at_the_first_try(
    stack: str,
    database: str,
    installed: Callable[[Answers], Path],
    new_database: Callable[[str], str],
) -> None:
    project = installed({"stack": stack, "database": database})
    write(stack, project)
    address = {"DATABASE_URL": new_database(database)}

    def just(*recipe: str) -> str:
        return succeed(project, "uv", "run", "just", *recipe, env=address)

    just("makemigration", "orders")
    just("migrate")
    if stack == "hybrid":
        mirror = just("mirror", "orders.Order")
        (project / "backend" / "orders" / "tables.py").write_text(f'"""The table of orders."""\n\n{mirror}')
    just("check")
    just("test")
