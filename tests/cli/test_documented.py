"""Every documented command works."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from pystack_init.planning.proposal import proposed_answer
from pystack_init.questions.answers import Answers
from pystack_init.questions.project import QUESTIONS

ROOT = Path(__file__).parents[2]
# What `--help` says is no instruction.
PAGES = {ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")} - {
    ROOT / "docs/reference.md"
}
# `tests/packaging/test_docs.py` runs the blocks of these pages, each page from its first line to its last.
FOLLOWED = {*(ROOT / "docs/how-to").glob("*.md")}
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
INLINE = re.compile(r"(?<!`)`((?:RENEW=1 |uv run |pipx |pystack-init [a-z]|\.ci/)[^`\[]*)`(?!`)")
OURS = re.compile(r"(?:[A-Z_]+=\S+ |echo .* \| )?pystack-init ")
# Who runs what is not run below: a pattern of commands, and the file that does.
HELD = {
    r"pystack-init (?:new|new shop|new \.|recommend)": "tests/cli/test_wizard.py",
    r"pystack-init config path": "tests/cli/test_presets.py",
    r"pystack-init (?:status|diff|update.*|add(?: admin-panel)?|remove|set)": "tests/cli/test_change.py",
    r"pystack-init switch(?: hybrid)?|pystack-init remove (?:drf|alembic)": "tests/cli/test_switch.py",
    r"pystack-init generate.*": "tests/cli/test_generate.py",
    r"uv run just migrate": "tests/cli/test_doctor.py",
    r"uv run (?:scripts|benchmarks)/.*": "tests/packaging/test_scripts.py",
    r"pipx install (?:\.|uv)": "tests/packaging/test_distributions.py",
    r".*\.tools/bin/.*|curl http://.*": "tests/packaging/test_readme.py",
    r"cd (?:~|shop)|(?:TEST_\w+=\w+ )?uv run just .*": "tests/packaging/test_docs.py",
    r"api=.*|token=.*|curl \$api.*": "tests/packaging/test_docs.py",
    r"python3 -m venv ~/.*|~/\.pystack-init/bin/pip .*|export PATH=.*": "tests/packaging/test_docs.py",
    r"RENEW=1 uv run pytest tests/cli/test_transcripts\.py": "tests/cli/test_transcripts.py",
    r"RENEW=1 uv run pytest tests/templates/.*": "tests/templates/test_catalog_is_generated.py",
    r"uv run pytest .*|uv run ruff check && .*|\.ci/run": ".ci/run",
}


def documented() -> set[str]:
    """Collect the command lines of all pages, from blocks and from running text."""
    found: set[str] = set()
    for page in PAGES | FOLLOWED:
        text = page.read_text(encoding="utf-8")
        blocks = [] if page in FOLLOWED else BLOCK.findall(text)
        typed = [line for block in blocks for line in block.splitlines()]
        found |= {line.partition("  #")[0].strip() for line in typed}
        found |= {" ".join(line.split()) for line in INLINE.findall(BLOCK.sub("", text))}
    return found


def is_held(line: str) -> bool:
    """Return whether another file runs a command."""
    return any(re.fullmatch(pattern, line) for pattern in HELD)


def commands() -> list[str]:
    """List the commands that are run here."""
    return sorted(line for line in documented() if OURS.match(line) and not is_held(line))


@pytest.fixture
def typed(here: Path, fake: Callable[[str, str], None]) -> Callable[[str], subprocess.CompletedProcess[str]]:
    """Run a line in a shell; other tests cover the installation and the commit of `new`."""
    python = f'"{sys.executable}" -m pystack_init "$@"'
    fake("pystack-init", f'if [ "$1" = new ]; then exec {python} --no-install --no-git; fi; exec {python}')
    answers = {
        question.id: proposed_answer(question, Answers(), lambda: None).value for question in QUESTIONS
    }
    del answers["name"]
    lines = "".join(
        f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}\n"
        for key, value in answers.items()
    )
    (here / "answers.toml").write_text(lines, encoding="utf-8")

    def typed(line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["sh", "-c", line], cwd=here, capture_output=True, text=True, check=False)

    return typed


def test_every_documented_command_is_run_by_a_test() -> None:
    assert len(commands()) >= 6
    assert documented() - set(commands()) == {line for line in documented() if is_held(line)}
    for pattern, file in HELD.items():
        assert any(re.fullmatch(pattern, line) for line in documented()), f"no page says `{pattern}` any more"
        assert (ROOT / file).is_file()


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
