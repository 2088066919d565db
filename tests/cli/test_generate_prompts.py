"""`generate` without arguments asks for a resource in a terminal."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from terminals import CTRL_B, ENTER, Terminal


@pytest.fixture
def shop(here: Path, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Create a project, and go there."""
    assert run("new", "shop", "--defaults", "--no-install", "--no-git", "--quiet").code == 0
    monkeypatch.chdir(here / "shop")
    return here / "shop"


def test_a_resource_is_asked_field_by_field(open_terminal: Callable[..., Terminal], shop: Path) -> None:
    terminal = open_terminal("generate", "--no-migration", rows=40, columns=110)
    terminal.see("What is the resource called?")
    terminal.press("sheep")
    terminal.see("The folder is backend/sheeps")
    terminal.press(ENTER)
    terminal.see("Field 1 of sheep")
    terminal.press(CTRL_B)
    terminal.see("What is the resource called?")
    terminal.press("order", ENTER)
    terminal.see("Field 1 of order")
    terminal.press("total:mony")
    terminal.see("Did you mean `money`?")
    terminal.press("\x7f" * 4, "money", ENTER)
    terminal.see("Field 2 of order")
    terminal.see("total  money")
    terminal.press("status:enum:new,paid", ENTER)
    terminal.see("Field 3 of order")
    terminal.press(ENTER)
    terminal.see("pystack-init generate resource order total:money status:enum:new,paid")
    terminal.press(ENTER)
    terminal.wait_for_output("Generated `order`")
    terminal.end()
    assert (shop / "backend/orders/tables.py").exists()


def test_nothing_is_written_when_the_user_stops(
    open_terminal: Callable[..., Terminal], shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "dumb")
    terminal = open_terminal("generate", rows=100)
    terminal.see("What is the resource called?")
    terminal.press("order\n", "name\n", "\n")
    terminal.see("3. Stop; nothing is written")
    terminal.press("3\n")
    terminal.wait_for_output("Cancelled")
    assert not (shop / "backend/orders").exists()
