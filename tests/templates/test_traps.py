"""Mistakes that no rendered project may contain, and rules for its image, for every set of answers."""

import ast
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from pairs import ROWS
from projects import DEFAULTS, Answers

FULL = [{**DEFAULTS, **row} for row in ROWS]
ASYNC = [row for row in FULL if row["stack"] == "hybrid"]
IMAGES = [row for row in FULL if row["docker"]]
DJANGO = ["python", "manage.py"]


def reached_from(project: Path, start: str) -> set[str]:
    """Return the modules that `start` imports, directly or through other modules of the project."""
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        module = waiting.pop()
        file = project.joinpath(*module.split(".")).with_suffix(".py")
        if module in reached or not (file.exists() or not module.startswith("backend")):
            continue
        reached.add(module)
        waiting += imported(file) if file.exists() else []
    return reached


def imported(file: Path) -> Iterator[str]:
    """Yield each module that a file imports, anywhere in it, and each name that may be a module."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(
    "word",
    [
        "create_all",  # only migrations create tables
        "ATOMIC_REQUESTS",  # it breaks async views, and a 401 would keep no record of a stolen token
    ],
)
@pytest.mark.parametrize("answers", FULL, ids=str)
def test_the_code_does_not_contain_a_forbidden_name(
    answers: Answers, word: str, render: Callable[[Answers], Path]
) -> None:
    files = [path for path in (render(answers) / "backend").rglob("*.py") if word in path.read_text("utf-8")]
    assert files == []


@pytest.mark.parametrize("answers", ASYNC, ids=str)
def test_fastapi_does_not_use_djangos_orm(answers: Answers, render: Callable[[Answers], Path]) -> None:
    project = render(answers)
    reached = reached_from(project, "backend.main")
    assert "backend.platform.database.session" in reached
    assert [
        module
        for module in reached
        if re.match(r"(django|rest_framework|backend\.platform\.django)(\.|$)", module)
    ] == []


@pytest.mark.parametrize("answers", FULL, ids=str)
def test_platform_imports_no_domain(answers: Answers, render: Callable[[Answers], Path]) -> None:
    files = sorted((render(answers) / "backend" / "platform").rglob("*.py"))
    own = [
        (file.name, module) for file in files for module in imported(file) if module.startswith("backend.")
    ]
    assert len(own) > 20
    assert [each for each in own if not re.match(r"backend\.(platform|settings)\b", each[1])] == []


@pytest.mark.parametrize("answers", IMAGES, ids=str)
def test_the_image_is_slim_locked_and_not_run_as_root(
    answers: Answers, render: Callable[[Answers], Path]
) -> None:
    text = (render(answers) / "Dockerfile").read_text(encoding="utf-8")
    bases = re.findall(r"^FROM (\S+)", text, flags=re.MULTILINE)
    assert len(bases) == 2
    assert all(base.endswith(f"{answers['python']}-slim-trixie") for base in bases)
    assert re.search(r"--mount=type=cache,target=/root/.cache/uv \\\n *uv sync --locked --no-dev\n", text)
    final = text.rpartition("\nFROM ")[2]
    assert re.search(r"^USER [1-9]\d*$", final, flags=re.MULTILINE)
    commands = re.findall(r"^(?: {4})?(CMD|ENTRYPOINT) (.*)$", final, flags=re.MULTILINE)
    healthcheck, serve = (json.loads(words) for _, words in commands)  # in exec form, which passes SIGTERM on
    assert "HEALTHCHECK" in final
    assert (healthcheck[-1], serve[-1]) == ("backend.platform.healthcheck", "backend.platform.serve")


@pytest.mark.parametrize("answers", IMAGES, ids=str)
def test_migrations_run_once_before_the_services_start(
    answers: Answers, render: Callable[[Answers], Path]
) -> None:
    services = yaml.safe_load((render(answers) / "compose.yaml").read_text(encoding="utf-8"))["services"]
    tool = ["alembic", "upgrade", "head"] if answers["stack"] == "fastapi" else [*DJANGO, "migrate"]
    assert services["migrate"]["command"] == tool
    built = {name: one for name, one in services.items() if "build" in one and name != "migrate"}
    assert built
    for name, service in built.items():
        assert service["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}, name
        assert "migrate" not in service.get("command", []), name


@pytest.mark.parametrize("answers", FULL, ids=str)
def test_migrations_import_nothing_of_the_application(
    answers: Answers, render: Callable[[Answers], Path]
) -> None:
    files = sorted(render(answers).glob("backend/**/[0-9]*_*.py"))
    has_tables = answers["auth"] == "jwt" or answers["example"] or answers["jobs"]
    assert bool(files) is (answers["stack"] != "fastapi" or bool(has_tables))
    assert [(file.name, module) for file in files for module in imported(file) if "backend" in module] == []


@pytest.mark.parametrize("answers", FULL, ids=str)
def test_every_limit_is_a_setting_that_the_project_documents(
    answers: Answers, render: Callable[[Answers], Path]
) -> None:
    backend = render(answers) / "backend"
    settings = (backend / "settings.py").read_text(encoding="utf-8").partition("# Limits")[2]
    names = re.findall(r"^    ([a-z_]+): (?:int|float) = ", settings, flags=re.MULTILINE)
    assert {"max_body_bytes", "max_bodies_bytes", "header_seconds", "body_seconds"} <= set(names)
    limits = (backend / "platform" / "README.md").read_text(encoding="utf-8").partition("## Limits")[2]
    assert [name for name in names if f"`{name.upper()}`" not in limits] == []


@pytest.mark.parametrize("answers", FULL, ids=str)
def test_a_project_says_how_to_report_a_vulnerability(
    answers: Answers, render: Callable[[Answers], Path]
) -> None:
    assert "vulnerabilit" in (render(answers) / "SECURITY.md").read_text(encoding="utf-8").lower()
