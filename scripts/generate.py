"""Write the questions in `templates/copier.yml`, and the names of all distributions that a project installs.

With `--check` it writes nothing and fails when a file on disk differs. The check needs no network: it looks
only at the distributions that the templates require, not at their dependencies.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import yaml

from pystack_init.names import installed_distributions
from pystack_init.questions import QUESTIONS, Kind, Question
from pystack_init.render import render
from write_or_check import write_or_check

ROOT = Path(__file__).parents[1]
COPIER_YML = ROOT / "templates" / "copier.yml"
DISTRIBUTIONS = ROOT / "src" / "pystack_init" / "distributions.txt"
MARK = "# --- questions ---\n"
# Answers that change what is installed; the first is the default of every question.
ANSWERS: tuple[dict[str, str | bool], ...] = (
    {},
    {"database": "postgresql"},
    {"auth": "none"},
    *({"stack": stack, "database": "postgresql", "pages": True} for stack in ("django_drf", "hybrid")),
)
SLUG = "a-name-that-no-distribution-has"


def copier_question(question: Question) -> dict[str, Any]:
    """Convert a question to Copier's format, without its default: the plan has every answer."""
    if question.kind is Kind.YES_NO:
        return {"type": "bool", "help": question.text}
    if question.kind is Kind.TEXT:
        return {"type": "str", "help": question.text}
    return {"type": "str", "help": question.text, "choices": list(question.values)}


def copier_yml(current: str) -> str:
    """Replace the questions below the mark in `current`."""
    kept, mark, _ = current.partition(MARK)
    rows = {question.id: copier_question(question) for question in QUESTIONS}
    return kept + mark + yaml.safe_dump(rows, sort_keys=False, allow_unicode=True, width=1_000)


def rendered(changes: dict[str, str | bool], project: Path) -> dict[str, Any]:
    """Render a project and read its pyproject.toml."""
    project.mkdir()
    answers = {question.id: question.default for question in QUESTIONS}
    render(answers | {"python": "3.11"} | changes, SLUG, project)
    return tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))


def required(pyproject: dict[str, Any]) -> set[str]:
    """Return the distributions that a pyproject.toml requires directly."""
    groups = [pyproject["project"]["dependencies"], *pyproject.get("dependency-groups", {}).values()]
    found = (re.match(r"[\w.-]+", line) for group in groups for line in group if isinstance(line, str))
    return {re.sub(r"[-_.]+", "-", one[0]).lower() for one in found if one}


def locked(project: Path) -> set[str]:
    """Lock a project and return every distribution in its lock file."""
    subprocess.run(["uv", "lock", "--quiet"], cwd=project, check=True)
    lock = tomllib.loads((project / "uv.lock").read_text(encoding="utf-8"))
    return {package["name"] for package in lock["package"]} - {SLUG}


def unknown_names(_: str, wanted: str) -> list[str]:
    """Return the wanted distributions that the list lacks; with `--check` the wanted ones are a subset."""
    return sorted(set(wanted.split()) - installed_distributions())


def main() -> int:
    """Write the files, or check them."""
    current = COPIER_YML.read_text(encoding="utf-8")
    check = "--check" in sys.argv
    names: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        for number, changes in enumerate(ANSWERS):
            project = Path(folder, str(number))
            names |= required(rendered(changes, project))
            names |= set() if check else locked(project)
    distributions = "".join(f"{name}\n" for name in sorted(names))
    questions = write_or_check(COPIER_YML, copier_yml(current))
    return write_or_check(DISTRIBUTIONS, distributions, differences=unknown_names) or questions


if __name__ == "__main__":
    raise SystemExit(main())
