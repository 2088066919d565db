"""Slots: a feature's lines replace their marker with its indentation; domains come last."""

from pathlib import Path

import pytest

from pystack_init.rendering.manifest import TemplatesUnreadable, read_tree
from pystack_init.rendering.slots import fill, fragments_for

MANIFEST = """\
format = 1
[stacks]
fastapi = ["any", "api"]
[answers]
database = ["sqlite", "postgresql"]
[slots]
apps = {}
imports = { sorted = true }
[fill.any]
apps = "core\\n"
[without.pages.fill.any]
apps = "no pages\\n"
"""
FEATURES = {
    "shop": 'domain = true\norder = 1\nincluded_by = { shop = true }\n[fill.any]\napps = "shop\\n"',
    "pages": (
        'order = 2\nincluded_by = { pages = true }\n[fill.any]\napps = "pages\\n"\n'
        '[fill.drf]\napps = "drf\\n"\n'
        '[with.shop.fill.any]\napps = "pages of the shop\\n"\n'
        '[with.database_postgresql.fill.api]\napps = "on a server\\n"'
    ),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "template.toml").write_text(MANIFEST)
    for name, text in FEATURES.items():
        (tmp_path / "features" / name).mkdir(parents=True)
        (tmp_path / "features" / name / "feature.toml").write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("answers", "lines"),
    [
        ({}, ["core", "no pages"]),
        ({"shop": True}, ["core", "no pages", "shop"]),
        ({"pages": True, "shop": True}, ["core", "pages", "pages of the shop", "shop"]),
        ({"pages": True, "database": "postgresql"}, ["core", "pages", "on a server"]),
    ],
)
def test_core_comes_first_then_features_and_domains_last(
    root: Path, answers: dict[str, str | bool], lines: list[str]
) -> None:
    found = fragments_for(read_tree(root), {"stack": "fastapi"} | answers)
    assert found == {"apps": [f"{line}\n" for line in lines], "imports": []}


def test_a_fragment_is_indented_as_its_marker_and_blank_lines_stay_empty() -> None:
    text = "apps = [\n    # slot: apps\n]\n"
    filled = fill(text, {"apps": ["one,\n", "\nif two:\n    three\n"]}, {"apps": {}})
    assert filled == "apps = [\n    one,\n\n    if two:\n        three\n]\n"


def test_an_empty_slot_leaves_no_line() -> None:
    assert fill("a\n# slot: apps\nb\n", {"apps": []}, {"apps": {}}) == "a\nb\n"


def test_a_sorted_slot_is_in_order_with_the_lines_around_it() -> None:
    text = "import z\n\nfrom b import c\n# slot: imports\nfrom b.d import e\n\nx = 1\n"
    fragments = {"imports": ["from b.a import f\n", "from a import g\n"]}
    assert fill(text, fragments, {"imports": {"sorted": True}}) == (
        "import z\n\nfrom a import g\nfrom b import c\nfrom b.a import f\nfrom b.d import e\n\nx = 1\n"
    )


def test_a_name_comes_before_a_longer_one_whatever_follows_it() -> None:
    text = '    "fastapi-offline>=1",\n    # slot: imports\n    "psycopg[binary]>=3",\n'
    fragments = {"imports": ['"fastapi>=0.1",\n', '"psycopg-pool>=3",\n']}
    assert [line.strip() for line in fill(text, fragments, {"imports": {"sorted": True}}).splitlines()] == [
        '"fastapi>=0.1",', '"fastapi-offline>=1",', '"psycopg[binary]>=3",', '"psycopg-pool>=3",'
    ]  # fmt: skip


def test_a_fragment_for_a_slot_that_does_not_exist_is_refused(root: Path) -> None:
    (root / "features/shop/feature.toml").write_text('[fill.any]\naps = "shop\\n"')
    with pytest.raises(TemplatesUnreadable, match="there is no slot `aps`"):
        read_tree(root)
