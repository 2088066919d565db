"""`new` in a terminal with a folder that is taken: another name, the next free one, or stop."""

from collections.abc import Callable
from pathlib import Path

import pytest

from terminals import CREATE, CTRL_B, CTRL_C, DOWN, ENTER, QUICK, UP, Terminal, recorded

GIVEN = ("--stack", "fastapi", *QUICK)
ASKED = (
    "? The folder `shop` is not empty. Which folder?\n"
    "  It contains notes.txt\n"
    " » Type another name\n"
    "   Use shop-3\n"
    "   Stop; nothing is written"
)


@pytest.fixture
def taken(here: Path) -> Path:
    for name in ("shop", "shop-2"):
        (here / name).mkdir()
        (here / name / "notes.txt").touch()
    return here


@pytest.mark.parametrize(("columns", "rows"), [(100, 30), (80, 24), (60, 20)])
def test_the_next_free_name_can_be_used(
    open_terminal: Callable[..., Terminal], taken: Path, columns: int, rows: int
) -> None:
    terminal = open_terminal("new", "shop", *GIVEN, columns=columns, rows=rows)
    terminal.see(ASKED)
    terminal.press(DOWN, ENTER)
    terminal.see(CREATE)
    terminal.see("The project in shop-3")
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert recorded(taken / "shop-3")["name"] == "shop-3"


def test_a_few_of_the_files_are_named(open_terminal: Callable[..., Terminal], taken: Path) -> None:
    for name in ("a.py", "b.py", "c\x1b[31m", "d.py"):
        (taken / "shop" / name).touch()
    terminal = open_terminal("new", "shop", *GIVEN)
    terminal.see("Which folder?\n  It contains a.py, b.py, c?[31m and 2 more\n » Type another name")


def test_another_name_is_checked_while_it_is_typed(
    open_terminal: Callable[..., Terminal], taken: Path
) -> None:
    terminal = open_terminal("new", "shop", "--name", "The Shop", *GIVEN)
    terminal.see(ASKED)
    terminal.press(ENTER)
    terminal.see("Folder shop-3")
    terminal.press(CTRL_B)
    terminal.see(f"(back)\n{ASKED}")
    terminal.press(ENTER)
    terminal.see("» [shop-3]")
    terminal.press("shop-2", ENTER)
    terminal.see("The folder `shop-2` is not empty")
    terminal.press("0/api", ENTER)
    terminal.see("The project in shop-20/api")
    terminal.see(CREATE)
    terminal.press(ENTER)
    assert terminal.end() == 0
    assert recorded(taken / "shop-20/api")["name"] == "The Shop"


@pytest.mark.parametrize(
    ("keys", "code", "message"),
    [((UP, ENTER), 1, "error: The folder `shop` is not empty"), ((CTRL_C,), 130, "error: Cancelled;")],
)
def test_the_command_can_stop(
    open_terminal: Callable[..., Terminal], taken: Path, keys: tuple[str, ...], code: int, message: str
) -> None:
    terminal = open_terminal("new", "shop", *GIVEN)
    terminal.see(ASKED)
    terminal.press(*keys)
    assert terminal.end() == code
    assert message in terminal.shown
    assert sorted(one.name for one in taken.iterdir()) == ["shop", "shop-2"]


def test_a_file_of_that_name_is_taken_too_in_plain_lines(
    open_terminal: Callable[..., Terminal], here: Path
) -> None:
    (here / "shop").touch()
    terminal = open_terminal("new", "shop", "--plain", *GIVEN, rows=60)
    terminal.see("`shop` is a file. Which folder?\n  1. Type another name\n  2. Use shop-2\n  3. Stop;")
    terminal.press("2\n")
    terminal.see("The project in shop-2")
    terminal.press("\n")
    assert terminal.end() == 0


def test_the_resume_command_names_the_other_folder(
    open_terminal: Callable[..., Terminal], taken: Path
) -> None:
    terminal = open_terminal("new", "shop", *GIVEN)
    terminal.see(ASKED)
    terminal.press(DOWN, ENTER)
    terminal.see(CREATE)
    terminal.press(CTRL_C)
    assert terminal.end() == 130
    assert "pystack-init new shop-3 --stack fastapi" in terminal.shown
    assert not (taken / "shop-3").exists()
