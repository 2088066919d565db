"""The review of `new`: change an answer, options in groups, another stack, the plan."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from terminals import CREATE, CTRL_B, CTRL_C, DOWN, ENTER, FIRST, LEFT, QUICK, UP, Terminal, recorded


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


def test_going_back_keeps_what_enter_accepted(open_terminal: Callable[..., Terminal], here: Path) -> None:
    terminal = open_terminal("new", *QUICK, rows=60)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("» [my-service]")
    terminal.press("shop", ENTER)
    terminal.see(CREATE)
    terminal.press(DOWN, ENTER)
    terminal.see("» About the project")
    terminal.press(ENTER)
    terminal.see("3 of 3: Summary, About the project\n? What does it do, in one sentence?\n")
    terminal.press("Sells books", ENTER)
    terminal.see("? Who is the author?")
    terminal.press(CTRL_B)
    terminal.see("(back)\n3 of 3: Summary, About the project\n? What does it do")
    terminal.see("» Sells books")
    terminal.press(CTRL_B)
    terminal.see("(back)\n3 of 3: Summary\n? Which group of options?")
    terminal.press(CTRL_B)
    terminal.see("  description  Sells books                                  your answer\n")
    terminal.see(CREATE)
    terminal.press(CTRL_B)
    terminal.see("2 of 3: Name\n? What is the project's name?")
    terminal.see("» shop")
    terminal.press(CTRL_B)
    terminal.see("1 of 3: Stack\n? What are you building?")
    terminal.press(DOWN, DOWN, ENTER)
    terminal.see("» shop")
    terminal.press(ENTER)
    terminal.see(CREATE)
    assert "  stack        django_drf " in terminal.shown
    terminal.press(ENTER)
    assert terminal.end() == 0
    answers = recorded(here / "shop")
    assert (answers["description"], answers["stack"]) == ("Sells books", "django_drf")


def test_going_back_keeps_another_stack_and_a_changed_answer(
    open_terminal: Callable[..., Terminal], here: Path
) -> None:
    terminal = open_terminal("new", "shop", "--use-case", "saas", *QUICK, rows=60)
    terminal.see(CREATE)
    terminal.press(*[DOWN] * 3, ENTER)
    terminal.see("» FastAPI with SQLModel and Alembic")
    terminal.press(DOWN, ENTER)
    terminal.see("  stack        django_drf                                   your answer\n")
    terminal.see(CREATE)
    terminal.press(CTRL_B)
    terminal.see("» Django with its admin")
    terminal.press(CTRL_B)
    terminal.wait_for_output("The project in shop", 3)
    terminal.see(CREATE)
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert recorded(here / "shop")["stack"] == "django_drf"


def test_each_answer_has_its_source(
    open_terminal: Callable[..., Terminal], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYSTACK_LICENSE", "proprietary")
    (here / "answers.yml").write_text("docker: no\n")
    terminal = open_terminal(
        "new", "shop", "--use-case", "cms", "--database", "sqlite", "--answers-file", "answers.yml", rows=60
    )
    terminal.see(CREATE)
    found = dict(re.findall(r"^  (\w+) +\S.*?  +(\S.*)$", terminal.shown, re.MULTILINE))
    sources = {
        "name": "folder name",
        "description": "default",
        "author": "git user.name",
        "license": "environment variable",
        "stack": "recommendation",
        "database": "flag",
        "docker": "answers file",
    }
    assert found | sources == found
    assert "  Use case: surface site, admin yes," in terminal.shown


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
