"""Compare the complete output of every command with the files in `transcripts/`.

A file is a session, typed into an empty folder: each command, its exit code where that is not 0, what it said
on stdout, and after `!` what it said on stderr. `RENEW=1 uv run pytest tests/cli/test_transcripts.py` writes
the answers anew, for git's diff to be looked at. What `--help` says of a command is in `docs/reference.md`.
"""

import os
import re
import shlex
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pystack_init.questions.project import running_python

TRANSCRIPTS = Path(__file__).with_name("transcripts")
PROMPT = re.compile(r"^\$ (.+)$", re.MULTILINE)
PYTHON = re.escape(running_python())
# What differs from run to run, from machine to machine, or with any letter of a template; what stands for it.
PASSING = (
    (rf'(--python |"default": "|"value": "){PYTHON}', r"\g<1>3.11"),
    (rf"(--python .*){PYTHON}( *)$", r"\g<1>3.11\g<2>"),
    (r"Python 3\.\d+\.\d+", "Python 3.11.0"),
    (r"git version [\d.]+", "git version 2.0.0"),
    (r"in \d+\.\d s", "in 0.0 s"),
    (r'"seconds": [\d.]+', '"seconds": 0.0'),
    (r'"size": \d+', '"size": 0'),
    (r"\d+\.\d kB", "0.0 kB"),
    (r"\d+ B$", "0 B"),
    (r"[0-9a-f]{64}", "0" * 64),
)


@pytest.fixture
def machine(here: Path, fake: Callable[[str, str], None], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Prepare the machine, and return the placeholders for its own values."""
    fake(
        "uv", 'case "$*" in --version) echo uv 9.9.9 ;; sync) mkdir -p .venv && echo locked > uv.lock ;; esac'
    )
    fake("docker", "echo 9.9.9")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    monkeypatch.setenv("PORT", port)
    monkeypatch.setenv("TERM", "xterm")
    return {str(here.parent): "", port: "8000"}


def answer_to(line: str, run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a command, and return its complete output."""
    program, *arguments = shlex.split(line)
    if program == "cd":
        monkeypatch.chdir(arguments[0])
        return ""
    if program != "pystack-init":
        return subprocess.run(["sh", "-c", line], check=True, capture_output=True, text=True).stdout
    ran = run(*arguments)
    code = f"exit code {ran.code}\n" if ran.code else ""
    talk = "".join(f"{f'! {line}'.rstrip()}\n" for line in ran.err.splitlines())
    return f"{code}{ran.out}{talk}"


@pytest.mark.parametrize("session", sorted(one.name for one in TRANSCRIPTS.iterdir()))
def test_a_session_matches_its_transcript(
    session: str, run: Callable[..., Any], machine: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    written = (TRANSCRIPTS / session).read_text(encoding="utf-8")
    blocks = [f"$ {line}\n{answer_to(line, run, monkeypatch)}" for line in PROMPT.findall(written)]
    seen = "\n".join(blocks)
    for own, same in machine.items():
        seen = seen.replace(own, same)
    for differs, same in PASSING:
        seen = re.sub(differs, same, seen, flags=re.MULTILINE)
    if os.environ.get("RENEW"):
        (TRANSCRIPTS / session).write_text(seen, encoding="utf-8")
        return
    assert seen == written
