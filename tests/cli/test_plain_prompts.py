"""Prompts in plain lines: a dumb terminal, a screen reader, the end of the input."""

from collections.abc import Callable
from pathlib import Path

import pytest

from terminals import ENTER, FIRST, QUICK, Terminal, recorded


@pytest.mark.parametrize(
    "command", ["doctor", "options", "compare --row admin", "new shop --defaults --no-install --no-git"]
)
def test_a_dumb_terminal_gets_lines_of_text(
    open_terminal: Callable[..., Terminal], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    terminal = open_terminal(*command.split(), columns=110)
    terminal.end()
    assert terminal.written.strip()
    assert "\x1b" not in terminal.written
    assert terminal.written.isascii()


@pytest.mark.parametrize("term", ["", "unknown", None])
def test_a_terminal_without_term_gets_lines_of_text(
    open_terminal: Callable[..., Terminal], monkeypatch: pytest.MonkeyPatch, term: str | None
) -> None:
    monkeypatch.delenv("TERM") if term is None else monkeypatch.setenv("TERM", term)
    terminal = open_terminal("new", *QUICK)
    terminal.see("Number, Enter for 1, < to go back:")
    assert "\x1b" not in terminal.written


@pytest.mark.parametrize("plainly", ["--plain", "TERM=dumb"])
def test_plain_lines_suit_a_screen_reader(
    open_terminal: Callable[..., Terminal], here: Path, monkeypatch: pytest.MonkeyPatch, plainly: str
) -> None:
    if plainly == "TERM=dumb":
        monkeypatch.setenv("TERM", "dumb")
    terminal = open_terminal("new", *QUICK, *([plainly] if plainly == "--plain" else []), rows=400)
    terminal.see("Number, Enter for 1, < to go back:")
    terminal.see(
        "\n  9. Machine-learning or AI service (FastAPI): Requests wait for a model or an\n     upstream API;"
    )
    terminal.press("ask\n")
    terminal.see("2. Both: an API and a site\n")
    terminal.press("9\n")
    terminal.see("Invalid choice `9`; type a number from 1 to 3")
    terminal.press("1\n")
    terminal.see("Do staff need an admin panel at launch?")
    terminal.press("<\n")
    terminal.see("to go back: <\n(back)\n\n1 of 3: Stack, question 1 of 5\nAPI, site or both?")
    # Typed ahead: back to the first question, then on.
    terminal.press("\n", "no\n", "2\n", "\n", "\n")
    terminal.see("What is the project's name?")
    terminal.press("con\n")
    terminal.see("The name `con` is reserved by Windows")
    terminal.see("Text, Enter for my-service, < to go back:")
    terminal.press("shop\n")
    terminal.see("Create this project?\n  1. Create the project")
    terminal.press("5\n")
    terminal.see("nothing was written\n\n.github/  2 files\nbackend/  ")
    terminal.press("\n")
    assert terminal.end() == 0
    assert "\nEnter accepts, < goes back, Ctrl-C cancels\n" in terminal.shown
    assert "\nbackend/accounts/    users and authentication\n" in terminal.shown
    assert terminal.written.isascii()
    assert "\x1b" not in terminal.written
    answers = recorded(here / "shop")
    assert (answers["surface"], answers["admin"], answers["load"]) == ("api", "no", "hot")


def test_plain_lines_break_between_words(open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal("new", "shop", "--stack", "django_drf", "--plain", *QUICK, columns=60, rows=100)
    terminal.see("Create this project?")
    terminal.press("options\n", "2\n", "\n", "\n", "\n", "\n")
    terminal.see("\nHTML pages to sign up, sign in and edit products; needs\nDjango and `auth: jwt`\n")


@pytest.mark.parametrize(
    ("way", "lines", "prompt"),
    [
        ((), [], FIRST),
        ((), [ENTER], "Folder my-service"),
        (("--plain",), [], "Number, Enter for 1"),
    ],
)
def test_the_end_of_the_input_is_a_cancel(
    open_terminal: Callable[..., Terminal], here: Path, way: tuple[str, ...], lines: list[str], prompt: str
) -> None:
    terminal = open_terminal("new", *way, *QUICK)
    for line in lines:
        terminal.see(FIRST)
        terminal.press(line)
    terminal.see(prompt)
    terminal.press("\x04")
    assert terminal.end() == 130
    assert list(here.iterdir()) == []
