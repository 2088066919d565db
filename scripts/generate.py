"""Write what is derived: the questions in `templates/copier.yml`, and the names that a project installs.

`--check` writes nothing and fails when a file on disk differs; it needs no network, so of the names it looks
at those that the templates ask for, not at what these bring along.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

import yaml

from pystack_init.questions.model import Kind, Question
from pystack_init.questions.names import installed_distributions
from pystack_init.questions.project import QUESTIONS
from pystack_init.render import render

ROOT = Path(__file__).parents[1]
COPIER_YML = ROOT / "templates" / "copier.yml"
DISTRIBUTIONS = ROOT / "src" / "pystack_init" / "questions" / "distributions.txt"
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
    """Turn one question into Copier's form. Defaults stay out: the plan gives every answer."""
    if question.kind is Kind.YES_NO:
        return {"type": "bool", "help": question.text}
    if question.kind is Kind.TEXT:
        return {"type": "str", "help": question.text}
    return {"type": "str", "help": question.text, "choices": list(question.values)}


def copier_yml(current: str) -> str:
    """Put the questions below the mark in `current`."""
    kept, mark, _ = current.partition(MARK)
    rows = {question.id: copier_question(question) for question in QUESTIONS}
    return kept + mark + yaml.safe_dump(rows, sort_keys=False, allow_unicode=True, width=1_000)


def rendered(changes: dict[str, str | bool], project: Path) -> dict[str, Any]:
    """Render a project and read its pyproject.toml."""
    project.mkdir()
    answers = {question.id: question.default for question in QUESTIONS}
    render(answers | {"python": "3.11"} | changes, SLUG, project)
    return tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))


def asked_for(pyproject: dict[str, Any]) -> set[str]:
    """Name what a pyproject.toml asks for itself."""
    groups = [pyproject["project"]["dependencies"], *pyproject.get("dependency-groups", {}).values()]
    found = (re.match(r"[\w.-]+", line) for group in groups for line in group if isinstance(line, str))
    return {re.sub(r"[-_.]+", "-", one[0]).lower() for one in found if one}


def locked(project: Path) -> set[str]:
    """Name everything that a project's lock file would hold."""
    subprocess.run(["uv", "lock", "--quiet"], cwd=project, check=True)
    lock = tomllib.loads((project / "uv.lock").read_text(encoding="utf-8"))
    return {package["name"] for package in lock["package"]} - {SLUG}


def main() -> int:
    """Write the files, or check them."""
    current = COPIER_YML.read_text(encoding="utf-8")
    check = "--check" in sys.argv
    names: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        for number, changes in enumerate(ANSWERS):
            project = Path(folder, str(number))
            names |= asked_for(rendered(changes, project))
            names |= set() if check else locked(project)
    if check:
        return int(current != copier_yml(current) or not names <= installed_distributions())
    COPIER_YML.write_text(copier_yml(current), encoding="utf-8")
    DISTRIBUTIONS.write_text("".join(f"{name}\n" for name in sorted(names)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
