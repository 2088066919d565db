"""What the pages say can be typed can be typed."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from pystack_init.plan import suggestion
from pystack_init.questions import QUESTIONS

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCED = re.compile(r"^(?:[A-Z_]+=\S+ |echo .* \| )?pystack-init .*$", re.MULTILINE)
INLINE = re.compile(r"(?<!`)`(pystack-init [a-z][^`\[]*)`(?!`)")
# Conversations are held in test_conversation.py, and the README's first command in tests/packaging.
HELD = {"pystack-init new shop", "pystack-init new .", "pystack-init recommend", "pystack-init new"}


def commands() -> list[str]:
    """Collect the command lines, from blocks and from running text."""
    found: list[str] = []
    for page in PAGES:
        if page.name == "reference.md":  # what `--help` says
            continue
        blocks = re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
        found += [line for block in blocks for line in FENCED.findall(block)]
        prose = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        found += [" ".join(line.split()) for line in INLINE.findall(prose)]
    return sorted({line for line in found if line not in HELD and "--verify" not in line})


@pytest.fixture
def typed(here: Path, fake: Callable[[str, str], None]) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Type a line into a shell; what `new` would install and commit is tried elsewhere."""
    python = f'"{sys.executable}" -m pystack_init "$@"'
    fake("pystack-init", f'if [ "$1" = new ]; then exec {python} --no-install --no-git; fi; exec {python}')
    answers = {question.id: suggestion(question, {}, lambda: None).value for question in QUESTIONS}
    del answers["name"]
    lines = "".join(
        f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}\n"
        for key, value in answers.items()
    )
    (here / "answers.toml").write_text(lines, encoding="utf-8")

    def typed(line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["sh", "-c", line], cwd=here, capture_output=True, text=True, check=False)

    return typed


def test_there_are_some() -> None:
    assert len(commands()) >= 12


@pytest.mark.parametrize("command", commands())
def test_a_documented_command_does_what_it_says(
    command: str, typed: Callable[[str], subprocess.CompletedProcess[str]], here: Path
) -> None:
    ran = typed(command)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout or " > " in command
    made = here / "shop" / ".pystack-init.yml"
    assert made.exists() == ("new shop" in command and "--dry-run" not in command)
    if made.exists():
        assert yaml.safe_load(made.read_text(encoding="utf-8"))["name"] == "shop"
