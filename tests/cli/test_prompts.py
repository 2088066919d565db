"""The prompts, in a real pseudo-terminal."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

from waiting import LIMIT, wait_until

CTRL_C = "\x03"


@pytest.fixture
def terminal(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list["pexpect.spawn[str]"]]:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("PROMPT_TOOLKIT_NO_CPR", "1")
    opened: list[pexpect.spawn[str]] = []
    assert here.is_dir()
    yield opened
    for child in opened:
        child.close(force=True)


def spawn(opened: list["pexpect.spawn[str]"], *argv: str) -> "pexpect.spawn[str]":
    words = ["-m", "pystack_init", *argv]
    child = pexpect.spawn(sys.executable, words, encoding="utf-8", timeout=LIMIT, dimensions=(40, 100))
    opened.append(child)
    return child


GIVEN = (
    *("--description=x", "--author=Ada", "--license=MIT", "--python=3.12", "--stack=fastapi"),
    *("--ci=none", "--no-example", "--no-install", "--no-git"),
)


def test_given_answers_are_not_asked(terminal: list["pexpect.spawn[str]"], here: Path) -> None:
    child = spawn(terminal, "new", *GIVEN, "--database=postgresql")
    child.expect("What is the project's name\\?")
    child.send("\r")
    child.expect("Create this project\\?")
    child.send("\r")
    child.expect("Created my-service")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    recorded = (here / "my-service/.pystack-init.yml").read_text()
    assert "database: postgresql\n" in recorded
    assert "auth: jwt\n" in recorded


def test_a_refused_answer_is_explained_and_asked_again(
    terminal: list["pexpect.spawn[str]"], here: Path
) -> None:
    child = spawn(terminal, "new", *GIVEN)
    child.expect("What is the project's name\\?")
    child.send("\x15fastapi\r")
    child.expect("conflicts with the package `fastapi`")
    child.send("\x15shop\r")
    child.expect("Create this project\\?")
    child.send("\r")
    child.expect("Created shop")
    child.expect(pexpect.EOF)
    assert (here / "shop").is_dir()


def test_ctrl_c_at_a_prompt_leaves_nothing(terminal: list["pexpect.spawn[str]"], here: Path) -> None:
    child = spawn(terminal, "new", "shop", *GIVEN)
    child.expect("Create this project\\?")
    child.send(CTRL_C)
    child.expect("error: Cancelled; no files were left behind")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert list(here.iterdir()) == []


def test_ctrl_z_suspends_the_command(terminal: list["pexpect.spawn[str]"]) -> None:
    shell = pexpect.spawn("bash", ["--norc", "--noprofile", "-i"], encoding="utf-8", timeout=LIMIT)
    terminal.append(shell)
    shell.sendline(f"{sys.executable} -m pystack_init new")
    for shown, answer in (("API of a SaaS product", "\r"), ("Folder my-service", CTRL_C)):
        shell.expect(shown)
        shell.send("\x1a")
        shell.expect("Stopped")
        shell.sendline("fg")
        shell.expect(shown)
        shell.send(answer)
    shell.expect("Cancelled; no files were left behind")


def test_ctrl_c_during_the_install_after_the_prompts_keeps_the_project(
    terminal: list["pexpect.spawn[str]"], here: Path, fake_uv: Callable[[str], None]
) -> None:
    fake_uv('echo $$ > "$TMPDIR/../pid"; exec sleep 60')
    child = spawn(terminal, "new", "shop", *GIVEN[:-2], "--no-git", "--auth=jwt", "--docker")
    child.expect("Create this project\\?")
    child.send("\r")
    child.expect("Installing the dependencies")
    wait_until((here.parent / "pid").exists, "the install did not start")
    child.send(CTRL_C)
    child.expect("error: Cancelled during `install`; the files of the project in `shop` are complete")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert (here / "shop/pyproject.toml").is_file()
    with pytest.raises(ProcessLookupError):
        os.kill(int((here.parent / "pid").read_text()), 0)


def test_a_taken_folder_is_refused_before_anything_is_asked(
    terminal: list["pexpect.spawn[str]"], here: Path
) -> None:
    (here / "notes").write_text("mine")
    child = spawn(terminal, "new", ".")
    child.expect("The folder `.` is not empty")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 1


@pytest.mark.parametrize("quieten", ["CI", "--no-input", "--json"])
def test_no_input_disables_prompts_in_a_terminal(
    terminal: list["pexpect.spawn[str]"], here: Path, monkeypatch: pytest.MonkeyPatch, quieten: str
) -> None:
    if quieten == "CI":
        monkeypatch.setenv("CI", "true")
    child = spawn(terminal, "new", "shop", *GIVEN, *([] if quieten == "CI" else [quieten]))
    child.expect("Missing options")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 2
    assert list(here.iterdir()) == []


def test_defaults_ask_nothing(terminal: list["pexpect.spawn[str]"], here: Path) -> None:
    child = spawn(terminal, "new", "--defaults", "--no-install", "--no-git")
    child.expect("Created my-service")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert (here / "my-service").is_dir()
