"""The lists of the prompts: hints, filter, notes, colours, harmless keys, any size of window."""

import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from terminals import CREATE, CTRL_C, CTRL_U, DOWN, ENTER, FIRST, QUICK, UP, Terminal

SIZES = [(100, 30), (80, 24), (60, 20)]
CTRL_R, CTRL_S, BACKSPACE, ESCAPE = "\x12", "\x13", "\x7f", "\x1b"


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_the_hint_follows_the_highlight(
    open_terminal: Callable[..., Terminal], columns: int, rows: int
) -> None:
    terminal = open_terminal("new", *QUICK, columns=columns, rows=rows)
    terminal.see("I know the stack\n\n   Customers call it from their own programs;")
    assert "1 of 3: Stack\n? What are you building?\n" in terminal.shown
    terminal.press(UP)
    terminal.see("» I know the stack\n\n   Choose FastAPI, Django + DRF or the hybrid")
    terminal.press(DOWN, DOWN)
    terminal.see("\n\n   Endpoints for mobile apps,")
    assert "Customers call it" not in terminal.shown


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_typing_filters_a_long_list(open_terminal: Callable[..., Terminal], columns: int, rows: int) -> None:
    terminal = open_terminal("new", *QUICK, columns=columns, rows=rows)
    terminal.see("Type to" if columns < 80 else "Type to filter")
    terminal.press("/")
    terminal.see("Filter:")
    assert "   Microservice" in terminal.shown
    terminal.press("hybrid")
    terminal.see("Filter: hybrid\n » Telegram bot with an admin       Hybrid\n   Django core with fast")
    assert "Microservice" not in terminal.shown
    terminal.press(" zzz", ENTER)
    terminal.see("Filter: hybrid zzz\n   No match; Esc shows all")
    terminal.press(*[BACKSPACE] * 4, DOWN)
    terminal.see("Filter: hybrid\n   Telegram bot with an admin       Hybrid\n » Django core with fast")
    terminal.press(ESCAPE)
    terminal.see("» Django core with fast endpoints  Hybrid\n   Something else")
    terminal.press("MVP", ENTER)
    terminal.see("? What are you building? MVP with accounts")


def test_a_short_list_has_no_filter(open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal("new", "shop", "--stack", "fastapi", *QUICK)
    terminal.see(CREATE)
    terminal.press("/", "p", "r", "e", "v", DOWN)
    terminal.see("» Customise the options")
    assert "Filter" not in terminal.written


@pytest.mark.parametrize("no_color", ["", "1"])
def test_colour_repeats_what_the_name_of_the_stack_says(
    open_terminal: Callable[..., Terminal], monkeypatch: pytest.MonkeyPatch, no_color: str
) -> None:
    monkeypatch.setenv("NO_COLOR", no_color)
    terminal = open_terminal("new", "shop", *QUICK, rows=60)
    terminal.see(FIRST)
    colours = {"FastAPI": "cyan", "Django + DRF": "green", "Hybrid": "magenta"}
    shown = {name: coloured(terminal, name) for name in colours}
    assert shown == dict.fromkeys(colours, "default") if no_color else shown == colours
    terminal.press("telegram", ENTER)
    terminal.see(CREATE)
    for text in ("Recommended: Hybrid", "  stack        hybrid"):
        assert coloured(terminal, text.split()[-1], of=text) == ("default" if no_color else "magenta")
    terminal.press(*[DOWN] * 3, ENTER)
    terminal.see("» Django's admin, FastAPI's API, one database")
    assert coloured(terminal, "Django with its admin") == ("default" if no_color else "green")


def test_ctrl_r_and_ctrl_s_do_no_harm(open_terminal: Callable[..., Terminal], here: Path) -> None:
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    terminal.press(CTRL_R, CTRL_S, ENTER)
    terminal.see("Folder my-service")
    terminal.press("sh", CTRL_R, CTRL_S, "op/")
    terminal.see("The name `shop/` contains a path separator")
    assert "search" not in terminal.shown
    terminal.press(CTRL_U, "shop", ENTER, CTRL_S, CTRL_S)
    terminal.see(CREATE)
    terminal.press(CTRL_S, UP, ENTER, CTRL_S)
    terminal.see("nothing was written")
    terminal.see(CREATE)
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert (here / "shop").is_dir()


def test_ctrl_s_is_ignored_between_plain_lines(open_terminal: Callable[..., Terminal], here: Path) -> None:
    terminal = open_terminal("new", "shop", "--stack", "fastapi", "--plain", *QUICK, rows=60)
    terminal.see("Number, Enter for 1")
    terminal.press(CTRL_S, "5\n")
    terminal.see("nothing was written")
    terminal.press(CTRL_S, "\n")
    assert terminal.end() == 0
    assert (here / "shop").is_dir()


@pytest.mark.parametrize("ended_by", ["cancel", "SIGTERM", "end"])
def test_the_settings_of_the_terminal_are_restored(
    open_terminal: Callable[..., Terminal], ended_by: str
) -> None:
    terminal = open_terminal("new", "shop", "--stack", "fastapi", *QUICK)
    before = terminal.settings()
    terminal.see(CREATE)
    assert terminal.settings() != before
    if ended_by == "SIGTERM":
        terminal.child.kill(signal.SIGTERM)
    terminal.press(*{"cancel": [CTRL_C], "end": [ENTER]}.get(ended_by, []))
    assert terminal.end() == {"cancel": 130, "SIGTERM": 143, "end": 0}[ended_by]
    assert terminal.settings_at_end == before


def test_a_window_can_become_forty_columns_wide(open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal("new", *QUICK)
    terminal.see("» API of a SaaS product            FastAPI")
    terminal.resize(20, 40)
    terminal.press(DOWN)
    terminal.see("» API for apps and partners\n")
    terminal.see("   other companies; no admin panel\n   (FastAPI)")
    terminal.press(ENTER)
    terminal.see("  Folder my-service, package\n  my-service\n » [my-service]")
    terminal.press(ENTER)
    terminal.see("   Preview the files and steps")
    assert re.search(r"\n  author: Ada Lovelace \(git user\.name\)\n  stack: fastapi", terminal.shown)
    assert "3 of 3: Summary\n? Create this project?\n » Create" in terminal.shown


def coloured(terminal: Terminal, word: str, of: str = "") -> str:
    """Return the colour of the first letter of a word on the screen."""
    number, line = next((n, one) for n, one in enumerate(terminal.screen.display) if (of or word) in one)
    return str(terminal.screen.buffer[number][line.rindex(word)].fg)
