"""What `new` shows in a real terminal while it works, and at the end."""

import re
import sys
import termios
from collections.abc import Callable
from pathlib import Path

import pexpect
import pytest

from terminals import Terminal
from waiting import LIMIT, wait_until

NEW = ("new", "shop", "--defaults")
# A uv that waits for a file before each of these moments.
UV = """
wait_for() { until [ -e "$HOME/$1" ]; do sleep 0.05; done; }
case "$*" in
"sync --no-dev") echo "Resolved 85 packages in 1ms"; wait_for install; echo "Installed 40 packages in 1ms";;
"run just check") echo "uv run mypy"; wait_for check;;
"run just test")
    echo "== test session starts =="; printf '2 workers [5 items]\\n\\n..'; wait_for test
    printf '... [100%%]\\n== 5 passed in 1s ==\\n';;
esac
"""
SIZES = [(30, 100), (24, 80), (20, 60), (24, 40)]


@pytest.fixture
def go_on(here: Path, fake_uv: Callable[[str], None]) -> Callable[[str], None]:
    """Install the slow uv, and return what lets it pass a moment."""
    fake_uv(UV)
    return lambda moment: (here.parent / "home" / moment).touch()


@pytest.mark.parametrize(("rows", "columns"), SIZES)
def test_one_line_shows_the_step_and_what_is_known(
    open_terminal: Callable[..., Terminal], go_on: Callable[[str], None], rows: int, columns: int
) -> None:
    terminal = open_terminal(*NEW, "--verify", rows=rows, columns=columns)
    terminal.see("85 packages resolved")
    assert re.fullmatch(r"[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] .*85 packages resolved  \d+ s", terminal.shown)
    go_on("install")
    terminal.see("mypy")
    go_on("check")
    terminal.see("tests: 2 of 5")
    assert "\n" not in terminal.shown
    go_on("test")
    assert terminal.end() == 0
    assert "5 tests passed, first commit" in terminal.shown.replace("\n ", "")
    assert terminal.written.rfind("\x1b[?25h") > terminal.written.rfind("\x1b[?25l")


@pytest.mark.parametrize("stack", ["fastapi", "django_drf", "hybrid"])
@pytest.mark.parametrize(("rows", "columns"), SIZES)
def test_the_end_fits_the_window(
    open_terminal: Callable[..., Terminal],
    fake_uv: Callable[[str], None],
    rows: int,
    columns: int,
    stack: str,
) -> None:
    fake_uv("exit 0")
    terminal = open_terminal(*NEW, f"--stack={stack}", rows=rows, columns=columns)
    assert terminal.end() == 0
    assert terminal.shown.startswith("Created shop in ")
    assert terminal.shown.replace("\n", "").endswith("--answers-file shop/.pystack-init.yml")
    assert "backend/accounts/  " in terminal.shown
    assert "http://127.0.0.1:8000/api/docs" in terminal.shown
    assert ("http://127.0.0.1:8000/admin/" in terminal.shown) == (stack != "fastapi")
    assert terminal.screen.cursor.y < rows


def test_every_file_is_listed_on_request(
    open_terminal: Callable[..., Terminal], fake_uv: Callable[[str], None]
) -> None:
    fake_uv("exit 0")
    terminal = open_terminal(*NEW, "--tree", rows=200)
    assert terminal.end() == 0
    assert "│   ├── accounts/\n│   │   ├── __init__.py\n" in terminal.shown


def test_keys_typed_meanwhile_are_hidden_and_kept(
    open_terminal: Callable[..., Terminal], go_on: Callable[[str], None]
) -> None:
    terminal = open_terminal(*NEW)
    terminal.see("85 packages resolved")
    terminal.press("ls\n")
    go_on("install")
    assert terminal.end() == 0
    assert "ls" not in terminal.shown.split()


@pytest.mark.parametrize("how", ["--plain", "TERM=dumb", "NO_COLOR=1", "CI=1"])
def test_plain_lines_where_a_line_cannot_be_redrawn(
    open_terminal: Callable[..., Terminal],
    go_on: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    how: str,
) -> None:
    variable, _, value = how.partition("=")
    if value:
        monkeypatch.setenv(variable, value)
    for moment in ("check", "test"):
        go_on(moment)
    terminal = open_terminal(*NEW, "--verify", *([] if value else [how]), rows=60)
    terminal.see("  85 packages resolved")
    go_on("install")
    assert terminal.end() == 0
    assert "\r\x1b[K" not in terminal.written
    assert terminal.shown.startswith(
        "Writing the project\nInstalling the dependencies\n  85 packages resolved\n"
        "  85 packages resolved, 40 installed\n  compiling what the first start imports\n"
        "Verifying the project\n  just check\n  mypy\n  just test\n  tests\nCreating the first commit\n"
        "Created shop in "
    )


def test_ctrl_c_restores_the_terminal(
    open_terminal: Callable[..., Terminal], go_on: Callable[[str], None], here: Path
) -> None:
    terminal = open_terminal(*NEW, "--verify", columns=300)
    before = termios.tcgetattr(terminal.child.child_fd)[3]
    terminal.see("85 packages resolved")
    wait_until(lambda: not termios.tcgetattr(terminal.child.child_fd)[3] & termios.ECHO, "keys are shown")
    go_on("install")
    terminal.see("mypy")
    terminal.press("\x03")
    terminal.see("Cancelled")
    assert termios.tcgetattr(terminal.child.child_fd)[3] == before
    assert terminal.end() == 130
    assert terminal.shown.startswith(
        "\nerror: Cancelled during `verify`; the files of the project in `shop` are complete\n\n"
        "hint: To resume:\n  cd shop && uv run just check && uv run just test && git init"
    )
    assert terminal.written.rfind("\x1b[?25h") > terminal.written.rfind("\x1b[?25l")
    assert (here / "shop/pyproject.toml").is_file()


def test_in_the_background_the_terminal_is_left_alone(here: Path) -> None:
    """The kernel stops a process in the background that changes its terminal."""
    command = f"{sys.executable} -m pystack_init {' '.join(NEW)} --no-install & wait $!; echo code $?"
    shell = pexpect.spawn("sh", ["-mc", command], encoding="utf-8", timeout=LIMIT)
    shell.expect("code 0")
    shell.close()
    assert (here / "shop/.git").is_dir()
