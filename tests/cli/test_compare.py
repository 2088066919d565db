"""`compare`: the claims about each stack, their articles, and the measurements."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from terminals import Terminal

ROWS = [
    *("performance", "async", "types", "docs", "orm", "migrations", "admin"),
    *("auth", "websockets", "jobs", "models", "di", "learning_curve", "ecosystem", "memory", "best_for"),
]
STACKS = {"fastapi", "django_drf", "hybrid"}


def test_every_row_has_a_cell_per_stack_and_every_claim_its_articles(run: Callable[..., Any]) -> None:
    ran = run("compare", "--json")
    document = json.loads(ran.out)
    assert (ran.code, ran.err, document["ok"], document["command"]) == (0, "", True, "compare")
    assert [row["id"] for row in document["data"]["rows"]] == ROWS
    for row in document["data"]["rows"]:
        assert set(row["cells"]) == STACKS
        assert row["templates"]
        for cell in (*row["cells"].values(), *row["disputed"]["claims"]):
            assert cell["articles"] or cell["says"].startswith("Not stated in the articles"), row["id"]
            assert set(cell["articles"]) <= set(document["data"]["articles"])


def test_contradictions_are_ranges(run: Callable[..., Any]) -> None:
    rows = {row["id"]: row for row in json.loads(run("compare", "--json").out)["data"]["rows"]}
    assert rows["performance"]["disputed"]["range"].startswith("FastAPI 3x to 12.5x as fast as Django")
    assert {
        article for claim in rows["performance"]["disputed"]["claims"] for article in claim["articles"]
    } == {
        "002",
        "003",
        "004",
    }
    disputed = {key for key, row in rows.items() if row["disputed"]["range"]}
    assert disputed == {"performance", "async", "migrations", "auth", "learning_curve"}


def test_every_measurement_covers_every_stack(run: Callable[..., Any]) -> None:
    figures = json.loads(run("compare", "--json").out)["data"]["measured"]
    assert [row["id"] for row in figures["rows"]] == ["list", "get", "create"]
    assert all(set(row["ratios"]) == STACKS for row in figures["rows"])


def test_a_row_brings_only_its_own_figures_and_articles(run: Callable[..., Any]) -> None:
    data = json.loads(run("compare", "--row", "memory", "--json").out)["data"]
    assert (data["measured"], list(data["articles"])) == (None, ["004"])
    for flags in ((), ("--markdown",)):
        output = run("compare", "--row", "memory", *flags).out
        assert "Our measurements" not in output
        assert "000" not in output
        assert "Our measurements" in run("compare", "--row", "performance", *flags).out


def test_markdown_is_one_table_with_its_sources(run: Callable[..., Any]) -> None:
    ran = run("compare", "--markdown")
    lines = ran.out.splitlines()
    table = [line for line in lines if line.startswith("|")]
    assert len(table) == 2 + len(ROWS)
    assert {line.count("|") for line in table} == {6}


@pytest.mark.parametrize("columns", [100, 60])
@pytest.mark.parametrize("no_color", ["", "1"])
def test_a_stack_has_its_colour_in_a_terminal(
    open_terminal: Callable[..., Terminal], monkeypatch: pytest.MonkeyPatch, columns: int, no_color: str
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    terminal = open_terminal("compare", "--row", "admin", columns=columns, rows=50)
    assert terminal.end() == 0
    assert "FastAPI" in terminal.shown
    assert ("36mFastAPI" in terminal.written) == (not no_color)
