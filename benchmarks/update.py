"""Measure `status` and `update` against a bare interpreter, and against `copier update`.

    uv run benchmarks/update.py [--rounds 9] [--json figures.json]

Copier gets the same templates. The second release differs from the first one in one line of the README. Every
round runs all commands once, in turn, each in a fresh copy of its project. Compare the ratios to the
interpreter, which are computed for each round.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import yaml

from cli import BARE, REPOSITORY, install, write_templates
from pystack_init import __version__
from pystack_init.rendering.layers import SUFFIX
from pystack_init.rendering.render import COPIER_SETTINGS

BUDGETS = {"pystack-init status": 10.0}
README = "core/any/README.md.jinja"
CHANGE = "## Start\n", "## Get started\n"
ANSWERS_FILE = ".copier-answers.yml"
PERSON = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "commit.gpgSign=false")


@dataclass(slots=True)
class Runner:
    """A command that runs in a copy of a project; `changes` says whether it must change it."""

    name: str
    command: list[str | Path]
    project: Path
    changes: bool = False
    seconds: list[float] = field(default_factory=list)

    def run(self, folder: Path) -> None:
        """Run once."""
        with tempfile.TemporaryDirectory(dir=folder) as name:
            here = Path(shutil.copytree(self.project, Path(name, "shop"), symlinks=True))
            git(here, "status", "--porcelain")  # the copy has other times
            started = time.perf_counter()
            ended = subprocess.run(
                self.command, cwd=here, stdin=subprocess.DEVNULL, capture_output=True, check=False
            )
            self.seconds.append(time.perf_counter() - started)
            changed = git(here, "status", "--porcelain")
        if ended.returncode or bool(changed) != self.changes:
            sys.exit(f"`{self.name}` did not do what it should:\n{changed}{ended.stderr.decode()}")


def git(folder: Path, *command: str) -> str:
    """Run git, and return its output."""
    ran = subprocess.run(["git", *PERSON, *command], cwd=folder, check=True, capture_output=True, text=True)
    return ran.stdout


def commit(folder: Path, tag: str = "") -> None:
    """Commit everything in a folder, which becomes a repository."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet")
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--message", "Commit")
    if tag:
        git(folder, "tag", tag)


def second_release(folder: Path) -> Path:
    """Copy the repository, record its templates as the first release, and change one line for the second."""
    root = folder / "second"
    for name in ("src", "templates", "scripts"):
        shutil.copytree(REPOSITORY / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"):
        shutil.copy(REPOSITORY / name, root / name)
    own = os.environ | {"PYTHONPATH": str(root / "src")}
    subprocess.run([sys.executable, root / "scripts/release.py"], cwd=root, env=own, check=True)
    major, minor, _ = __version__.split(".")
    newer = f"{major}.{int(minor) + 1}.0"
    for name in ("src/pystack_init/__init__.py", "pyproject.toml"):
        replace(root / name, f'"{__version__}"', f'"{newer}"')
    replace(root / "templates" / README, *CHANGE)
    return root


def replace(file: Path, old: str, new: str) -> None:
    """Replace the first occurrence of a text, which must exist."""
    text = file.read_text(encoding="utf-8")
    assert old in text  # noqa: S101
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def copier_template(folder: Path) -> Path:
    """Write the same templates as a repository for Copier; their context is the defaults of its questions."""
    view = folder / "view"
    context = write_templates(view)
    questions = {key: {"type": type(value).__name__, "default": value} for key, value in context.items()}
    own = COPIER_SETTINGS.replace("[copier.yml]", "[copier.yml, .git]")
    settings = f"{own}_answers_file: {ANSWERS_FILE}\n{yaml.safe_dump(questions)}"
    (view / "copier.yml").write_text(settings, encoding="utf-8")
    (view / f"{ANSWERS_FILE}{SUFFIX}").write_text("{{ _copier_answers|to_nice_yaml }}\n", encoding="utf-8")
    commit(view, "v1.0.0")
    return view


def runners(folder: Path) -> list[Runner]:
    """Return the commands to compare, the bare interpreter first."""
    first, second = install(folder, REPOSITORY), install(folder, second_release(folder))
    ours, theirs = folder / "shop", folder / "copied"
    quiet: list[str | Path] = ["--defaults", "--no-install", "--no-git", "--no-workspace", "--quiet"]
    subprocess.run([first / "pystack-init", "new", ours, *quiet], check=True)
    commit(ours)
    view = copier_template(folder)
    same: list[str | Path] = ["--quiet", "--defaults"]
    subprocess.run([first / "copier", "copy", *same, view, theirs], check=True)
    commit(theirs)
    newer = folder / "newer"
    shutil.copytree(view, newer)
    replace(newer / "README.md.jinja", *CHANGE)
    commit(newer, "v2.0.0")
    behind = Path(shutil.copytree(theirs, folder / "behind"))
    replace(behind / ANSWERS_FILE, str(view), str(newer))
    commit(behind)
    update: list[str | Path] = [second / "pystack-init", "update", "--defaults", "--no-install"]
    copier: list[str | Path] = [first / "copier", "update", *same]
    return [
        Runner(BARE, [first / "python", "-I", "-c", "pass"], ours),
        Runner("pystack-init status", [first / "pystack-init", "status"], ours),
        Runner("pystack-init update (nothing to do)", [first / "pystack-init", "update"], ours),
        Runner("copier update (nothing to do)", copier, theirs),
        Runner("pystack-init update (one line)", update, ours, changes=True),
        Runner("copier update (one line)", copier, behind, changes=True),
    ]


def main() -> int:
    """Print the table; return 1 if a budget is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", type=Path, help="also write the figures there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pystack-bench-") as name:
        compared = runners(Path(name))
        for _ in range(given.rounds + 1):  # the first round warms up
            for runner in compared:
                runner.run(Path(name))
    bare = compared[0].seconds[1:]
    print(f"{'command':40}{'median ms':>10}{'ratio':>8}{'budget':>8}")
    figures = []
    for runner in compared:
        ratio = median(one / other for one, other in zip(runner.seconds[1:], bare, strict=True))
        figures.append(
            {"command": runner.name, "median_ms": 1_000 * median(runner.seconds[1:]), "ratio": ratio}
        )
        budget = BUDGETS.get(runner.name, "")
        print(f"{runner.name:40}{1_000 * median(runner.seconds[1:]):>10.1f}{ratio:>8.1f}{budget:>8}")
    if given.json:
        given.json.write_text(json.dumps({"rounds": given.rounds, "figures": figures}, indent=2) + "\n")
    return int(any(one["ratio"] > BUDGETS.get(str(one["command"]), one["ratio"]) for one in figures))


if __name__ == "__main__":
    raise SystemExit(main())
