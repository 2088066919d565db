"""Write the names of all distributions that a project installs: a project may not have such a name.

With `--check` it writes nothing and fails when a name is missing. The check needs no network: it looks
only at the distributions that the templates require, not at their dependencies.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from pystack_init.lifecycle.creation import create_files
from pystack_init.questions.names import installed_distributions
from pystack_init.questions.project import QUESTIONS
from write_or_check import write_or_check

ROOT = Path(__file__).parents[1]
DISTRIBUTIONS = ROOT / "src" / "pystack_init" / "questions" / "distributions.txt"
# Answers that change what is installed; the first is the default of every question.
ANSWERS: tuple[dict[str, str | bool], ...] = (
    {},
    {"database": "postgresql"},
    {"auth": "none"},
    {"admin_panel": True},
    {"jobs": True},
    {"live": True},
    {"ml": True},
    *({"stack": stack, "database": "postgresql", "pages": True} for stack in ("django_drf", "hybrid")),
)
SLUG = "a-name-that-no-distribution-has"


def rendered(changes: dict[str, str | bool], project: Path) -> dict[str, Any]:
    """Render a project and read its pyproject.toml."""
    project.mkdir()
    answers = {question.id: question.default for question in QUESTIONS}
    create_files(answers | {"python": "3.11"} | changes, SLUG, project)
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
    """Write the file, or check it."""
    check = "--check" in sys.argv
    names: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        for number, changes in enumerate(ANSWERS):
            project = Path(folder, str(number))
            names |= required(rendered(changes, project))
            names |= set() if check else locked(project)
    distributions = "".join(f"{name}\n" for name in sorted(names))
    return write_or_check(DISTRIBUTIONS, distributions, differences=unknown_names)


if __name__ == "__main__":
    raise SystemExit(main())
