"""The catalog is what `generate` writes for a `Product`, and rules of its own.

`catalog/` has each line that differs; run this module with `RENEW=1` to write the lines anew. They may only
be rules that a generated resource cannot have, such as drafts.
"""

import difflib
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from projects import Answers
from pystack_init.lifecycle.releases import current
from pystack_init.lifecycle.resources import formatted, render_resources
from pystack_init.questions.project import QUESTIONS
from pystack_init.resources.fields import Field
from pystack_init.resources.resource import Resource

DIFFERENCES = Path(__file__).with_name("catalog")
FIELDS = (
    "name:string:120:search:sort",
    "description:text:optional:max=2000:search",
    "price:money:filter:sort",
    "status:enum:draft,live:default=draft:filter",
)
# The folder of the catalog is not called like its table.
RENAMED = {
    "backend.products": "backend.catalog",
    "backend/products/": "backend/catalog/",
    "products_product": "catalog_product",
    "model products.Product": "model catalog.Product",
}


def generated(project: Path, answers: Answers) -> dict[str, str]:
    """Return the code of a generated `Product`, under the names of the catalog."""
    owned = answers["auth"] != "none"
    fields = tuple(map(Field.read, FIELDS))
    product = Resource("product", "products", fields, owner=owned, public="read" if owned else "none")
    every = {one.id: one.default for one in QUESTIONS} | {"name": "Shop"} | dict(answers)
    files = render_resources(current().root, every, [product], project)
    code = {path: data.decode() for path, data in files.items() if path.startswith("backend/products/")}
    return {renamed(path): renamed(text) for path, text in code.items()}


def renamed(text: str) -> str:
    """Return a text with the names of the catalog."""
    for old, new in RENAMED.items():
        text = text.replace(old, new)
    return text


def differences(ours: Mapping[str, bytes], theirs: Mapping[str, bytes]) -> str:
    """Return the lines that differ, under the path of their file."""
    lines = []
    for path in sorted({*ours, *theirs}):
        old, new = (side.get(path, b"").decode().splitlines() for side in (ours, theirs))
        found = [line for line in difflib.unified_diff(old, new, n=0, lineterm="") if line[:2] != "@@"]
        lines += [f"# {path}", *found[2:]] if found else []
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("auth", ["jwt", "none"])
@pytest.mark.parametrize("stack", ["fastapi", "django_drf", "hybrid"])
def test_the_catalog_differs_only_in_its_own_rules(
    stack: str, auth: str, render: Callable[[Answers], Path]
) -> None:
    answers = {"stack": stack, "auth": auth}
    project = render(answers)
    written = generated(project, answers)
    catalog = {path: (project / path).read_text(encoding="utf-8") for path in written}
    found = differences(*(formatted(side, project) for side in (written, catalog)))
    recorded = DIFFERENCES / f"{stack}-{auth}.diff"
    if os.environ.get("RENEW"):
        recorded.write_text(found, encoding="utf-8")
    assert recorded.read_text(encoding="utf-8") == found


@pytest.mark.parametrize("stack", ["fastapi", "django_drf", "hybrid"])
def test_the_catalog_has_every_file_that_is_generated(stack: str, render: Callable[[Answers], Path]) -> None:
    answers = {"stack": stack, "auth": "jwt"}
    project = render(answers)
    assert [path for path in generated(project, answers) if not (project / path).is_file()] == []
