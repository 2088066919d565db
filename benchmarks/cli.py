"""Measure the command against a bare interpreter, and against similar tools.

    uv run benchmarks/cli.py [--rounds 15] [--json figures.json]

Each program is installed in its own environment. Every round runs all of them once, in turn, so that a busy
moment affects all of them. Compare the ratios to the interpreter, which are computed for each round.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

import uv
import yaml

from pystack_init.questions.project import QUESTIONS
from pystack_init.rendering.bundled import templates_root
from pystack_init.rendering.context import context_of
from pystack_init.rendering.layers import SUFFIX, copy, resolve
from pystack_init.rendering.manifest import read_tree
from pystack_init.rendering.render import COPIER_SETTINGS, filled

REPOSITORY = Path(__file__).parents[1]
ANSWERS = {question.id: question.default for question in QUESTIONS} | {"name": "shop"}
BARE = "python -I -c pass"
# The budgets of this repository, as multiples of the bare interpreter.
BUDGETS = {
    "pystack-init --version": 1.5,
    "pystack-init --help": 8.0,
    "pystack-init new --defaults --no-install --no-git": 45.0,
}


@dataclass(slots=True)
class Runner:
    """A command, and the time of each of its runs."""

    name: str
    command: list[str | Path]
    path: str = field(default_factory=lambda: os.environ["PATH"])
    seconds: list[float] = field(default_factory=list)

    def run(self, folder: Path) -> None:
        """Run once in a fresh folder."""
        with tempfile.TemporaryDirectory(dir=folder) as here:
            started = time.perf_counter()
            ended = subprocess.run(
                self.command,
                cwd=here,
                env={**os.environ, "PATH": self.path},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
            self.seconds.append(time.perf_counter() - started)
        if ended.returncode:
            sys.exit(f"`{self.name}` failed:\n{ended.stderr.decode()}")


def install(folder: Path, requirement: str | Path) -> Path:
    """Install a program in a new environment, byte-compiled as with pip; return the `bin` folder."""
    environment = folder / f"env-{Path(requirement).name}"
    subprocess.run([uv.find_uv_bin(), "venv", "-q", "-p", sys.executable, environment], check=True)
    subprocess.run(
        [uv.find_uv_bin(), "pip", "install", "-q", "-p", environment, "--compile-bytecode", requirement],
        cwd=REPOSITORY,
        check=True,
    )
    return environment / "bin"


def write_templates(view: Path) -> Mapping[str, object]:
    """Write the templates of a project as Copier reads them into a new folder; return their context."""
    view.mkdir()
    tree = read_tree(templates_root())
    sources = resolve(tree, ANSWERS)
    texts = filled(tree, sources, ANSWERS)
    for path, source in sources.items():
        name, content = (
            (f"{path}{SUFFIX}", texts[path].encode()) if path in texts else (path, source.read_bytes())
        )
        copy(source, view / name, content)
    return context_of(tree, ANSWERS, "shop")


def runners(folder: Path) -> list[Runner]:
    """Return the commands to compare, the bare interpreter first."""
    ours = install(folder, REPOSITORY)
    django, peer, cookiecutter = (
        install(folder, name) for name in ("django~=5.2.0", "fastapi_template", "cookiecutter")
    )
    view, data = folder / "view", folder / "answers.yml"
    context = write_templates(view)
    (view / "copier.yml").write_text(COPIER_SETTINGS, encoding="utf-8")
    data.write_text(yaml.safe_dump(context), encoding="utf-8")
    # Its hook also installs and lints the project; a failing git ends the hook after the files are written.
    no_git = folder / "no-git"
    no_git.mkdir()
    (no_git / "git").symlink_to(shutil.which("false") or "/bin/false")
    peer_new: list[str | Path] = [
        peer / "fastapi_template",
        "--name",
        "shop",
        "--quiet",
        "--force",
        "--api-type",
        "rest",
    ]
    return [
        Runner(BARE, [ours / "python", "-I", "-c", "pass"]),
        Runner("pystack-init --version", [ours / "pystack-init", "--version"]),
        Runner("pystack-init --help", [ours / "pystack-init", "--help"]),
        Runner("django-admin --help", [django / "django-admin", "--help"]),
        Runner("cookiecutter --help", [cookiecutter / "cookiecutter", "--help"]),
        Runner("fastapi_template --help", [peer / "fastapi_template", "--help"]),
        Runner("copier --help", [ours / "copier", "--help"]),
        Runner(
            "pystack-init new --defaults --no-install --no-git",
            [ours / "pystack-init", "new", "shop", "--defaults", "--no-install", "--no-git"],
        ),
        Runner(
            "copier copy (the same templates)",
            [ours / "copier", "copy", "--quiet", "--defaults", "--data-file", data, view, "shop"],
        ),
        Runner("django-admin startproject", [django / "django-admin", "startproject", "shop"]),
        Runner(
            "fastapi_template --name shop",
            [*peer_new, "--db", "sqlite", "--orm", "sqlalchemy", "--ci", "github"],
            path=f"{no_git}{os.pathsep}{os.environ['PATH']}",
        ),
    ]


@dataclass(frozen=True, slots=True)
class Figure:
    """The result of one command."""

    command: str
    median_ms: float
    ratio: float
    budget: float | None


def measure(rounds: int) -> list[Figure]:
    """Run everything `rounds` times after one round to warm up."""
    with tempfile.TemporaryDirectory(prefix="pystack-bench-") as name:
        folder = Path(name)
        compared = runners(folder)
        for _ in range(rounds + 1):
            for runner in compared:
                runner.run(folder)
    bare = compared[0].seconds[1:]
    return [
        Figure(
            runner.name,
            round(1_000 * median(runner.seconds[1:]), 1),
            round(median(one / other for one, other in zip(runner.seconds[1:], bare, strict=True)), 1),
            BUDGETS.get(runner.name),
        )
        for runner in compared
    ]


def main() -> int:
    """Print the table; return 1 if a budget is exceeded."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--json", type=Path, help="also write the figures there")
    given = parser.parse_args()
    figures = measure(given.rounds)
    print(f"{'command':52}{'median ms':>10}{'ratio':>8}{'budget':>8}")
    for one in figures:
        print(f"{one.command:52}{one.median_ms:>10}{one.ratio:>8}{one.budget or '':>8}")
    if given.json:
        document = {"rounds": given.rounds, "figures": [asdict(one) for one in figures]}
        given.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    return int(any(one.budget is not None and one.ratio > one.budget for one in figures))


if __name__ == "__main__":
    raise SystemExit(main())
