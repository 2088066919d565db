"""An isolated environment, and two ways to run the command: in this process and as a subprocess."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from edits import commit, git
from pystack_init.cli.main import main
from releases import Version, first_release, second_release, third_release
from terminals import Terminal


@dataclass(frozen=True)
class Completed:
    """The exit code and the output of a command."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def warm_cache() -> Path:
    """Return the folder of uv's cache, which the separate home of a test hides."""
    return Path(subprocess.check_output(["uv", "cache", "dir"], text=True).strip())


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Change to an empty folder, with a separate home, temporary folder and git settings."""
    for name in [name for name in os.environ if name.startswith(("PYSTACK_", "GIT_"))] + [
        "CI",
        "XDG_CONFIG_HOME",
    ]:
        monkeypatch.delenv(name, raising=False)
    for name in ("here", "home", "tmp"):
        (tmp_path / name).mkdir()
    (tmp_path / "home" / ".gitconfig").write_text(
        "[user]\n\tname = Ada Lovelace\n\temail = ada@example.com\n"
    )
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


@pytest.fixture
def run(here: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Completed]:
    """Run a command line in this process."""
    assert here.is_dir()

    def run(*argv: str) -> Completed:
        code = main(list(argv))
        captured = capsys.readouterr()
        return Completed(code, captured.out, captured.err)

    return run


@pytest.fixture
def start(here: Path) -> Callable[..., subprocess.Popen[str]]:
    """Start a command line as a process that leads its own group, as a shell's child does."""

    def start(
        *argv: str, program: tuple[str, str] = ("-m", "pystack_init"), **options: object
    ) -> subprocess.Popen[str]:
        piped: dict[str, object] = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
        }
        return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
            [sys.executable, *program, *argv],
            **{"cwd": here, "text": True, "process_group": 0, **piped, **options},
        )

    return start


@pytest.fixture
def left_behind(here: Path) -> Callable[[], list[str]]:
    """List the files that a command left, in the current and the temporary folder."""

    def left_behind() -> list[str]:
        return sorted(
            str(path.relative_to(here.parent))
            for root in (here, here.parent / "tmp")
            for path in root.iterdir()
        )

    return left_behind


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], None]:
    """Put a program first on PATH that runs a shell script."""

    def fake(program: str, script: str) -> None:
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        (folder / program).write_text(f"#!/bin/sh\n{script}\n")
        (folder / program).chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")

    return fake


@pytest.fixture
def fake_uv(fake: Callable[[str, str], None]) -> Callable[[str], None]:
    """Put a program called `uv` first on PATH that runs a shell script instead."""
    return lambda script: fake("uv", script)


@pytest.fixture
def without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Remove programs from PATH, and keep the named others."""

    def without(*programs: str, keep: tuple[str, ...] = ("git", "uv")) -> None:
        folder = tmp_path / "few"
        folder.mkdir()
        for name in set(keep) - set(programs):
            found = shutil.which(name)
            if found:
                (folder / name).symlink_to(found)
        monkeypatch.setenv("PATH", str(folder))

    return without


@pytest.fixture
def open_terminal(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Terminal]]:
    """Open terminals, closed at the end."""
    assert here.is_dir()
    monkeypatch.setenv("TERM", "xterm")
    for name in ("NO_COLOR", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    opened: list[Terminal] = []

    def open_terminal(*argv: str, **size: int) -> Terminal:
        opened.append(Terminal(*argv, **size))
        return opened[-1]

    yield open_terminal
    for terminal in opened:
        terminal.child.close(force=True)


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Version:
    """Return 0.1.0, with the templates of this repository."""
    return first_release(tmp_path_factory.mktemp("first"))


@pytest.fixture(scope="session")
def second(first: Version, tmp_path_factory: pytest.TempPathFactory) -> Version:
    """Return 0.2.0, whose templates changed in six ways."""
    return second_release(first, tmp_path_factory.mktemp("second") / "root")


@pytest.fixture(scope="session")
def third(second: Version, tmp_path_factory: pytest.TempPathFactory) -> Version:
    """Return 0.3.0, which also has the templates of 0.1.0 and 0.2.0."""
    return third_release(second, tmp_path_factory.mktemp("third") / "root")


@pytest.fixture(scope="session")
def shop_once(first: Version, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Create a project with 0.1.0, with one commit; do not change it."""
    folder = tmp_path_factory.mktemp("once")
    answers = ("--defaults", "--client", "--author", "Ada Lovelace")
    first.call("new", "shop", *answers, "--no-install", "--no-git", "--no-workspace", folder=folder)
    git(folder / "shop", "init", "--quiet", "--initial-branch=main")
    git(folder / "shop", "config", "user.name", "Ada Lovelace")
    git(folder / "shop", "config", "user.email", "ada@example.com")
    commit(folder / "shop")
    return folder / "shop"


@pytest.fixture
def old_shop(here: Path, shop_once: Path) -> Path:
    """Copy a project of 0.1.0 to the current folder."""
    shutil.copytree(shop_once, here / "shop", symlinks=True)
    return here / "shop"
