"""The review of `new`: change an answer, options in groups, another stack, the plan."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from terminals import CREATE, CTRL_C, DOWN, ENTER, FIRST, LEFT, QUICK, UP, Terminal, recorded


def test_an_answer_that_the_stack_excludes_is_dropped_with_a_message(
    open_terminal: Callable[..., Terminal], here: Path
) -> None:
    terminal = open_terminal("new", "shop", "--pages", *QUICK)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.wait_for_output("`pages` was removed: it needs Django\r\n")
    terminal.see("» Create the project")
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert recorded(here / "shop")["stack"] == "fastapi"


def test_a_stack_against_the_recommendation_is_made_with_a_warning(
    open_terminal: Callable[..., Terminal], here: Path
) -> None:
    terminal = open_terminal("new", "shop", "--use-case", "cms", *QUICK, rows=60)
    terminal.see(CREATE)
    assert "Not recommended" not in terminal.written
    terminal.press(DOWN * 3, ENTER)
    terminal.see("» Django with its admin")
    terminal.press(UP, ENTER)
    terminal.see("\nNot recommended: Server-rendered pages rule out plain FastAPI\n\nThe project")
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert recorded(here / "shop")["stack"] == "fastapi"


def test_back_leads_from_the_review_to_the_name_that_was_typed(
    open_terminal: Callable[..., Terminal], here: Path
) -> None:
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("Folder my-service")
    terminal.press("Café Ünïcode")
    terminal.see("Folder cafe-unicode, package cafe-unicode")
    terminal.press(ENTER)
    terminal.see("» Create the project")
    terminal.press(LEFT)
    terminal.see("Folder cafe-unicode, package cafe-unicode")
    terminal.press(" 2", ENTER)
    terminal.see("» Create the project")
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert recorded(here / "cafe-unicode-2")["name"] == "Café Ünïcode 2"


def test_an_answer_can_be_changed_from_the_review(open_terminal: Callable[..., Terminal], here: Path) -> None:
    terminal = open_terminal("new", "shop", *QUICK)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("» Create the project")
    terminal.press(DOWN, DOWN, ENTER)
    terminal.see("» name: shop")
    terminal.press(DOWN, DOWN, DOWN, ENTER)
    terminal.see("» MIT: short and permissive")
    terminal.press(DOWN, ENTER)
    terminal.see("license      Apache-2.0")
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert recorded(here / "shop")["license"] == "Apache-2.0"


def test_the_options_are_asked_in_groups(open_terminal: Callable[..., Terminal], here: Path) -> None:
    terminal = open_terminal("new", "shop", *QUICK)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("» Create the project")
    terminal.press(DOWN, ENTER)
    terminal.see("» About the project")
    terminal.press(DOWN, DOWN, ENTER)
    terminal.see("Add a Dockerfile and a compose file?")
    terminal.press(DOWN, ENTER)
    terminal.see("» GitHub Actions")
    terminal.press(DOWN, DOWN, ENTER)
    terminal.see("Add configuration for VS Code?")
    terminal.press(ENTER)
    terminal.see("» Back to the summary")
    terminal.press(ENTER)
    terminal.see("» Create the project")
    terminal.press(ENTER)
    assert terminal.end() == 0
    answers = recorded(here / "shop")
    assert (answers["docker"], answers["ci"]) == (False, "none")


def test_the_plan_can_be_seen_before_anything_is_written(
    open_terminal: Callable[..., Terminal], here: Path
) -> None:
    terminal = open_terminal("new", "shop", *QUICK)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("» Create the project")
    terminal.press(UP, ENTER)
    terminal.see("Steps: render")
    terminal.see(CREATE)
    assert list(here.iterdir()) == []
    terminal.press(CTRL_C)
    assert terminal.end() == 130


@pytest.mark.parametrize(("columns", "rows"), [(60, 20), (80, 24)])
def test_the_total_of_a_plan_stays_visible_above_the_next_prompt(
    open_terminal: Callable[..., Terminal], columns: int, rows: int
) -> None:
    terminal = open_terminal("new", "a-shop-with-a-name", *QUICK, columns=columns, rows=rows)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see(CREATE)
    terminal.press(UP, ENTER)
    terminal.see("Steps: render, install (skipped), verify (skipped), git")
    terminal.see(CREATE)
    shown = " ".join(terminal.shown.split())
    assert "Would create a-shop-with-a-name (" in shown
    assert "); nothing was written Steps: render," in shown
    assert re.search(r"── backend/  \d+ files\r", terminal.written)
    assert "── catalog/" not in terminal.written


@pytest.mark.parametrize(("columns", "rows"), [(60, 20), (80, 24)])
def test_the_heading_is_repeated_below_a_long_tree(
    open_terminal: Callable[..., Terminal], columns: int, rows: int
) -> None:
    terminal = open_terminal("new", "shop", "--defaults", "--tree", *QUICK, columns=columns, rows=rows)
    assert terminal.end() == 0
    assert "\nCreated shop in " in terminal.shown
    assert "── catalog/" in terminal.written
