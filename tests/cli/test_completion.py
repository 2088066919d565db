"""Completion in bash, zsh and fish: commands, flags, answers and presets."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TYPED = [
    ("pystack-init co", ["compare", "config"]),
    ("pystack-init new --databa", ["--database"]),
    ("pystack-init new --database ", ["sqlite", "postgresql"]),
    ("pystack-init new --stack h", ["hybrid"]),
    ("pystack-init recommend --use-case c", ["cms", "corporate-site"]),
    ("pystack-init new shop --preset ", ["site", "service"]),
    ("pystack-init new shop --preset si", ["site"]),
    ("pystack-init config ", ["path", "show"]),
    ("pystack-init new --answers-file ", []),
]


@pytest.fixture
def presets(here: Path) -> Path:
    """Write two presets, and return the path of the configuration."""
    path = here.parent / "home/.config/pystack-init/config.toml"
    path.parent.mkdir(parents=True)
    path.write_text("[presets.site]\n[presets.service]\n", encoding="utf-8")
    return path


@pytest.fixture
def completed(
    run: Callable[..., Any], presets: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, str], list[str]]:
    """Return what a shell offers for a typed line, without descriptions."""
    assert presets.is_file()

    def completed(shell: str, typed: str) -> list[str]:
        words = typed.split(" ")
        monkeypatch.setenv("_PYSTACK_INIT_COMPLETE", f"complete_{shell}")
        monkeypatch.setenv("COMP_WORDS", "\n".join(words))
        monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
        monkeypatch.setenv("_TYPER_COMPLETE_ARGS", typed)
        monkeypatch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
        ran = run()
        assert ran.err == ""
        if shell == "zsh":
            _, _, offered = ran.out.partition("((")
            return [line.split('"')[1] for line in offered.splitlines()]
        return [line.partition("\t")[0] for line in ran.out.splitlines() if line]

    return completed


@pytest.mark.parametrize(("typed", "offered"), TYPED)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_offers_what_can_follow(
    completed: Callable[[str, str], list[str]], shell: str, typed: str, offered: list[str]
) -> None:
    assert completed(shell, typed) == offered


def test_presets_that_cannot_be_read_are_not_offered(
    completed: Callable[[str, str], list[str]], presets: Path
) -> None:
    presets.write_text("not toml", encoding="utf-8")
    assert completed("bash", "pystack-init new --preset ") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_a_shell_is_valid(run: Callable[..., Any], here: Path, shell: str) -> None:
    shown = run("--show-completion", shell)
    assert (shown.code, shown.err) == (0, "")
    assert f"_PYSTACK_INIT_COMPLETE=complete_{shell}" in shown.out
    if shutil.which(shell):
        (here / "script").write_text(shown.out, encoding="utf-8")
        subprocess.run([shell, "-n", "script"], check=True, cwd=here)


def test_bash_itself_completes(run: Callable[..., Any], presets: Path, here: Path) -> None:
    assert presets.is_file()
    (here / "script").write_text(run("--show-completion", "bash").out, encoding="utf-8")
    asked = (
        "source ./script; COMP_WORDS=(pystack-init new --preset s); COMP_CWORD=3; "
        '_pystack_init_completion pystack-init; echo "${COMPREPLY[@]}"'
    )
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    words = ["bash", "--norc", "-c", asked]
    ran = subprocess.run(
        words, env={**os.environ, "PATH": path}, cwd=here, capture_output=True, text=True, check=True
    )
    assert (ran.stdout, ran.stderr) == ("site service\n", "")


def test_the_shell_is_that_of_the_user_unless_one_is_named(
    run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert run("--show-completion").out == run("--show-completion", "fish").out
    monkeypatch.delenv("SHELL")
    hint = "hint: Write `--show-completion bash`, `--show-completion zsh` or `--show-completion fish`\n"
    ran = run("--show-completion")
    assert (ran.code, ran.err) == (2, f"error: The shell is unknown: SHELL is not set\n\n{hint}")
    ran = run("--show-completion", "tcsh")
    assert (ran.code, ran.err) == (2, f"error: No completion for the shell `tcsh`\n\n{hint}")


@pytest.mark.parametrize(
    ("shell", "file"),
    [
        ("bash", ".bash_completions/pystack-init.sh"),
        ("zsh", ".zfunc/_pystack-init"),
        ("fish", ".config/fish/completions/pystack-init.fish"),
    ],
)
def test_completion_is_installed_for_a_shell(
    run: Callable[..., Any], here: Path, shell: str, file: str
) -> None:
    path = here.parent / "home" / file
    assert run("--install-completion", shell).out == f"Installed {path}; open a new terminal to use it\n"
    assert path.read_text(encoding="utf-8").strip() == run("--show-completion", shell).out.strip()


@pytest.mark.parametrize("command", [(), ("new",), ("config",)])
def test_help_and_version_have_short_flags(run: Callable[..., Any], command: tuple[str, ...]) -> None:
    assert run(*command, "-h").out == run(*command, "--help").out
    assert run("-V").out == run("--version").out
