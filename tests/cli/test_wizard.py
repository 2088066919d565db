"""The first prompts of `new` and `recommend`: use case, selection, name, going back."""

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

from pystack_init.questions.model import ABOUT, CODE
from pystack_init.questions.project import QUESTIONS
from pystack_init.questions.selection import SELECTION, SELECTION_BY_ID
from pystack_init.recommendation.requirements import Requirements
from pystack_init.recommendation.scoring import recommend_stack
from pystack_init.terminal.views.recommendation import summary
from terminals import CREATE, CTRL_B, CTRL_C, DOWN, ENTER, FIRST, LEFT, QUICK, UP, Terminal, recorded


def test_three_enters_make_a_project(open_terminal: Callable[..., Terminal], here: Path) -> None:
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.wait_for_output("Recommended: FastAPI")
    terminal.see("Folder my-service, package my-service")
    terminal.press(ENTER)
    terminal.see("» Create the project")
    assert "stack        fastapi" in terminal.shown
    terminal.press(ENTER)
    terminal.wait_for_output("Created my-service")
    assert terminal.end() == 0
    answers = recorded(here / "my-service")
    chosen = {"stack": "fastapi", "surface": "api", "admin": "later", "load": "ordinary"}
    assert answers | chosen == answers
    record = (here / "my-service/docs/decisions/0001-stack.md").read_text(encoding="utf-8")
    assert record.startswith("# The stack: FastAPI\n\n## Context\n")


def test_back_leads_to_the_question_before_and_the_last_answer_counts(
    open_terminal: Callable[..., Terminal], here: Path
) -> None:
    terminal = open_terminal("new", "shop", *QUICK)
    terminal.see(FIRST)
    terminal.press(UP, UP, ENTER)
    terminal.see("» API: apps, SPAs, bots, partners")
    terminal.press(ENTER)
    terminal.see("» Perhaps later")
    terminal.press(DOWN, ENTER)
    terminal.see("» Ordinary: CRUD and forms")
    terminal.press(LEFT)
    terminal.see("» Yes")
    assert "launch? Yes\n(back)\n1 of 2: Stack, question 2 of 5\n? Do staff need" in terminal.shown
    terminal.press(UP, UP, ENTER)
    terminal.see("» Ordinary: CRUD and forms")
    terminal.press(DOWN, ENTER)
    terminal.see("» Neither")
    terminal.press(ENTER)
    terminal.see("» One product")
    terminal.press(ENTER)
    terminal.see("» Create the project")
    assert "Your answer: surface api, admin no, load hot, team neither, shape product" in terminal.shown
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert recorded(here / "shop")["admin"] == "no"


def test_back_from_the_first_question_asks_it_again(open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    terminal.press(CTRL_B, DOWN)
    terminal.see("» API for apps and partners")
    assert "(back)" not in terminal.written
    terminal.press(CTRL_C)
    assert terminal.end() == 130


def test_auto_asks_what_is_built_but_not_which_stack(open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal("new", "shop", "--stack", "auto", *QUICK)
    terminal.see(FIRST)
    assert "I know the stack" not in terminal.shown
    terminal.press(ENTER)
    terminal.see("» Create the project")
    assert "recommendation" in terminal.shown


def test_a_known_stack_skips_the_selection_questions(
    open_terminal: Callable[..., Terminal], here: Path
) -> None:
    terminal = open_terminal("new", "shop", *QUICK)
    terminal.see(FIRST)
    terminal.press(UP, ENTER)
    terminal.see("» FastAPI")
    terminal.press(ENTER)
    terminal.see("» Create the project")
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert "surface" not in recorded(here / "shop")


def test_the_summary_fits_above_the_name_prompt_in_a_small_window(
    open_terminal: Callable[..., Terminal],
) -> None:
    terminal = open_terminal("new", *QUICK, columns=60, rows=20)
    terminal.see(FIRST)
    terminal.press(UP, UP, UP, ENTER)
    terminal.see("Folder my-service")
    assert "? What are you building? Django core with fast endpoints\n" in terminal.shown
    shown = terminal.shown.partition("Recommended: ")[2].partition("\n\n")[0]
    assert shown == (
        "Hybrid (Django admin + FastAPI)\n"
        "Django + DRF: 12 points, one per article\n"
        "  5  Staff need an admin panel at launch\n"
        "  4  A monolith with accounts and many features\n"
        "  3  A site and an API in one framework\n"
        "FastAPI: 5 points\n"
        "  5  Async suits many concurrent requests and I/O-bound work\n"
        "Django and FastAPI are both needed, and two processes are\n"
        "  possible: the hybrid\n"
        "Cost: Two processes to run, monitor and deploy\n"
        "Runner-up: Django + DRF"
    )


def test_the_summary_is_short_and_explains_every_point_for_every_set_of_answers() -> None:
    for answers in product(*(question.values for question in SELECTION)):
        given = Requirements(**dict(zip(SELECTION_BY_ID, answers, strict=True)))
        shown = summary(recommend_stack(given), measure=60)
        assert shown.count("\n") <= 13  # above a prompt of five lines in a window of twenty
        assert max(map(len, shown.splitlines())) <= 60
        assert re.search(r"R\d:|--", shown) is None
        points = re.findall(r"^(?:FastAPI|Django \+ DRF): (\d+) points|^  (\d)  \w", shown, re.MULTILINE)
        assert sum(int(total or 0) for total, _ in points) == sum(int(one or 0) for _, one in points)


def test_a_changed_answer_reports_the_new_stack(open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal("new", "shop", *QUICK, rows=60)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see(CREATE)
    terminal.press(DOWN, DOWN, ENTER)
    terminal.see("» name: shop")
    terminal.press(*[UP] * 5, ENTER)
    terminal.see("» API: apps, SPAs, bots, partners")
    terminal.press(UP, ENTER)
    terminal.see("The stack is now django_drf (was fastapi)\n\nThe project in shop\n")


def test_pages_are_suggested_while_people_use_them(open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal("new", "shop", "--use-case", "cms", *QUICK, rows=60)
    terminal.see(CREATE)
    assert re.search("\n  pages +yes +recommendation\n", terminal.shown)
    terminal.press(DOWN, ENTER)
    terminal.see(f"» {ABOUT}")
    terminal.press(DOWN, ENTER)
    for question in QUESTIONS:
        stacks = [one.answers for one in question.requires if one.question == "stack"]
        if question.group == CODE and all("django_drf" in each for each in stacks):
            terminal.see(f"? {question.text}\n")
            terminal.press(ENTER)
    terminal.see("» Back to the summary")
    terminal.press(ENTER)
    terminal.see(CREATE)
    terminal.press(DOWN, DOWN, ENTER)
    terminal.see("» name: shop")
    terminal.press(*[UP] * 5, ENTER)
    terminal.see("» Site: server-rendered pages")
    terminal.press(UP, UP, ENTER)
    terminal.see("\n  Default: pages no, jobs no, devcontainer no, client no, ml no\n")
    assert "stack        django_drf" in terminal.shown


def test_recommend_asks_what_is_missing(open_terminal: Callable[..., Terminal], here: Path) -> None:
    terminal = open_terminal("recommend", rows=60, columns=100)
    terminal.see(FIRST)
    terminal.press(UP, UP, ENTER)
    terminal.see("Recommended: Hybrid")
    assert terminal.end() == 0
    assert "pystack-init new my-service --stack hybrid --surface both" in terminal.shown
    assert list(here.iterdir()) == []


@pytest.mark.parametrize("given", ["CI", "--no-input", "--json"])
def test_recommend_asks_nothing_where_it_must_not(
    open_terminal: Callable[..., Terminal], monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    if given == "CI":
        monkeypatch.setenv("CI", "true")
    terminal = open_terminal("recommend", *([] if given == "CI" else [given]))
    terminal.see("Missing options")
    assert terminal.end() == 2


def test_a_feature_of_a_use_case_goes_with_it(open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal("new", "--name", "shop", *QUICK, rows=60)
    terminal.see(FIRST)
    terminal.press(*[DOWN] * 8, ENTER)
    terminal.see(CREATE)
    assert "\nSuggested features\n  --ml  " in terminal.shown
    assert re.search("\n  ml +yes +use case\n", terminal.shown)
    terminal.press(CTRL_B)
    terminal.see("» Machine-learning or AI service")
    terminal.press(*[UP] * 8, ENTER)
    terminal.see(CREATE)
    assert re.search("ml no", terminal.shown)
