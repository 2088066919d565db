"""The steps of `Add a column` in docs/explanation/hybrid.md work as documented."""

from collections.abc import Callable
from pathlib import Path

import pytest

from projects import Answers, ProjectCache, run, succeed

pytestmark = pytest.mark.matrix

HYBRID: Answers = {"stack": "hybrid"}
AFTER = "    created_at = models.DateTimeField"
FIELD = "    weight = models.PositiveIntegerField(default=0, db_default=0)\n"
CONTRACT = "tests/hybrid/test_schema_contract.py"
# The whole suite takes minutes, and the other tests do not use the column.
ABOUT_PRODUCTS = (CONTRACT, "tests/catalog")
LACKS = (
    "catalog_product.weight: the mirror lacks the column. "
    "Update `Product` in backend/catalog/tables.py: `just mirror catalog.Product` prints the class"
)


def test_add_a_column_to_both_sides(
    installed: Callable[[Answers], Path], project_cache: ProjectCache
) -> None:
    project = installed(HYBRID)
    page = (project / "docs" / "explanation" / "hybrid.md").read_text(encoding="utf-8")
    recipe = page.partition("## Add a column")[2].partition("\n## ")[0]
    models = project / "backend" / "catalog" / "models.py"
    tables = project / "backend" / "catalog" / "tables.py"

    def follow(step: str, *more: str) -> str:
        assert f"`{step}`" in recipe, "the page has changed"
        return succeed(project, *step.replace("X.Model", "catalog.Product").split(), *more)

    text = models.read_text(encoding="utf-8")
    assert text.count(AFTER) == 1
    models.write_text(text.replace(AFTER, FIELD + AFTER), encoding="utf-8")
    drifted = run(project, "uv", "run", "just", "test", CONTRACT)
    assert drifted.returncode != 0
    assert LACKS in drifted.stdout.splitlines()

    follow("uv run just makemigration add_weight")
    follow("uv run just migrate")
    docstring = tables.read_text(encoding="utf-8").splitlines()[0]
    printed = follow("uv run just mirror X.Model")
    tables.write_text(f"{docstring}\n\n{printed}", encoding="utf-8")
    follow("uv run ruff check --fix")
    follow("uv run ruff format")

    follow("uv run just test", *ABOUT_PRODUCTS)
    succeed(project, "uv", "run", "just", "check", env=project_cache.mypy(HYBRID))
