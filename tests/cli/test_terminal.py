"""What a real terminal shows: typed and pasted text, narrow windows, colours."""

import re
from collections.abc import Callable
from pathlib import Path
from platform import python_version

import pytest

from terminals import CTRL_B, CTRL_C, CTRL_U, DOWN, ENTER, FIRST, LEFT, QUICK, UP, Terminal, recorded


def test_python_uv_and_git_are_reported_first(
    open_terminal: Callable[..., Terminal], without: Callable[..., None]
) -> None:
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    assert terminal.shown.startswith(f"Python {python_version()}, uv, git\nEnter accepts, Ctrl-B ")
    without("git")
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    assert terminal.shown.startswith(f"Python {python_version()}, uv, no git (no first commit)\n")


def test_text_pasted_into_a_list_is_ignored(open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    terminal.press(UP, UP, ENTER)
    terminal.see("» API:")
    terminal.press(ENTER)
    terminal.see("» Perhaps later")
    terminal.press("\x1b[200~hello\x1b[201~", DOWN)
    terminal.see("» Yes")
    assert "hello" not in terminal.shown
    terminal.press(LEFT)
    terminal.see("» API:")
    terminal.press(ENTER)  # the pasted text is not in the list: its choice is unchanged
    terminal.see("» Perhaps later")


def test_a_window_can_be_resized(open_terminal: Callable[..., Terminal], here: Path) -> None:
    terminal = open_terminal("new", "shop", *QUICK)
    terminal.see(FIRST)
    terminal.resize(20, 50)
    terminal.press(DOWN)
    terminal.see("» API for apps and partners")
    terminal.resize(40, 120)
    terminal.press(UP)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("» Create the project")
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert (here / "shop").is_dir()


def test_a_refused_name_comes_with_a_valid_suggestion(open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal("new", *QUICK, columns=200)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("Folder my-service")
    terminal.press("FastAPI")
    terminal.see("which the project installs; try fastapi-service")
    terminal.press(CTRL_C)
    assert terminal.end() == 130


def test_typed_text_replaces_the_suggestion(open_terminal: Callable[..., Terminal], here: Path) -> None:
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("» [my-service]")
    terminal.press("shop")
    terminal.see("Folder shop, package shop")
    assert "my-service" not in terminal.shown
    terminal.press(CTRL_U)
    terminal.see("» [my-service]")
    terminal.press("\x1b[200~ the\nshop \n\x1b[201~")
    terminal.see("Folder the-shop")
    terminal.press(ENTER)
    terminal.see("» Create the project")
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert recorded(here / "the-shop")["name"] == "the shop"


def test_ctrl_b_keeps_what_was_typed(open_terminal: Callable[..., Terminal], here: Path) -> None:
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("Folder my-service")
    terminal.press("sho", CTRL_B)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("Folder sho")
    terminal.press("p", ENTER)
    terminal.see("» Create the project")
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert (here / "shop").is_dir()


def test_a_pasted_name_that_is_too_long_is_refused_at_the_prompt(
    open_terminal: Callable[..., Terminal], here: Path
) -> None:
    terminal = open_terminal("new", *QUICK, columns=60, rows=20)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("Folder my-service")
    terminal.press("\x1b[200~" + "long\n" * 60 + "\x1b[201~", ENTER)
    terminal.see("characters, at most 100 are allowed")
    terminal.press(CTRL_U, "shop", ENTER)
    terminal.see("» Create the project")
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert (here / "shop").is_dir()


def test_a_folder_that_is_taken_is_refused_and_the_next_free_one_suggested(
    open_terminal: Callable[..., Terminal], here: Path
) -> None:
    for name in ("my-service", "my-service-2"):
        (here / name).mkdir()
        (here / name / "notes.txt").touch()
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("Folder my-service-3, package my-service-3")
    terminal.press("my-service")
    terminal.see("The folder `my-service` is not empty")
    terminal.press(CTRL_U, ENTER)
    terminal.see("» Create the project")
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert recorded(here / "my-service-3")["name"] == "my-service-3"


def test_every_prompt_fits_a_small_window(open_terminal: Callable[..., Terminal]) -> None:
    terminal = open_terminal("new", *QUICK, columns=60, rows=20)
    terminal.see(FIRST)
    assert "? What are you building?" in terminal.shown
    assert "   I know the stack" in terminal.shown
    terminal.press(ENTER)
    terminal.see("Folder my-service")
    terminal.press(ENTER)
    terminal.see("» Create the project")
    assert "   Preview the files and steps" in terminal.shown
    assert (
        "The project in my-service\n  author       Ada Lovelace             git user.name\n" in terminal.shown
    )
    assert "\n  Default: name my-service, description A web service," in terminal.shown


def test_colour_can_be_disabled(
    open_terminal: Callable[..., Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    terminal = open_terminal("new", *QUICK)
    terminal.see(FIRST)
    terminal.press(ENTER)
    terminal.see("Folder my-service")
    assert re.findall(r"\x1b\[[0-9;]*(?:3[0-7]|9[0-7]|38)[0-9;]*m", terminal.written) == []


def test_ascii_without_unicode_support(
    open_terminal: Callable[..., Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    terminal = open_terminal("new", "shop", *QUICK)
    terminal.see("> API of a SaaS product")
    terminal.press(ENTER)
    terminal.see("> Create the project")
    terminal.press(UP, ENTER)
    terminal.wait_for_output("|-- ")
    terminal.see("> Create the project")
    assert terminal.written.isascii()


def test_a_table_is_as_wide_as_the_window(
    open_terminal: Callable[..., Terminal], monkeypatch: pytest.MonkeyPatch
) -> None:
    for term in ("xterm", "dumb"):
        monkeypatch.setenv("TERM", term)
        terminal = open_terminal("compare", "--row", "admin", columns=200, rows=60)
        terminal.end()
        assert re.search(
            r"\n Admin panel +None; SQLAdmin or another library \(002, 003\) +Built in, saves weeks",
            terminal.shown,
        )


def test_doctor_breaks_lines_between_words(
    open_terminal: Callable[..., Terminal], fake: Callable[[str, str], None]
) -> None:
    fake("docker", "exit 1")
    terminal = open_terminal("doctor", columns=60)
    terminal.end()
    assert "docker  The Docker daemon is not running; only images\n              need it\n" in terminal.shown
