"""The recipes and files for daily work: shell, database console, typed client, VS Code."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from pairs import FACTORS
from projects import Answers, Server, clean_environment, run, succeed

STACKS = pytest.mark.parametrize("stack", FACTORS["stack"])
FULL = {"client": True, "devcontainer": True}
COUNT = {
    "fastapi": "print('rows', len(session.exec(select(Product)).all()))\n",
    "django_drf": "print('rows', Product.objects.count())\n",
    "hybrid": "print('rows', Product.objects.count())\n",
}
CALL = """
from shop_client import Client
from shop_client.api.products import list_products
with Client(base_url="{url}", raise_on_unexpected_status=True) as client:
    page = list_products.sync(client=client, size=2)
print(type(page).__name__, len(page.items), page.total)
"""
# The properties of the devcontainer reference that the file uses; any other would be a mistake.
DEVCONTAINER = {
    "type": "object",
    "required": ["name", "image"],
    "additionalProperties": False,
    "properties": {
        "name": {"type": "string"},
        "image": {"type": "string", "pattern": "^python:3\\.1[1-4]-trixie$"},
        "postCreateCommand": {"type": "string"},
        "containerEnv": {"type": "object", "additionalProperties": {"type": "string"}},
        "forwardPorts": {"type": "array", "items": {"type": "integer", "minimum": 1, "maximum": 65535}},
        "customizations": {
            "type": "object",
            "properties": {
                "vscode": {
                    "type": "object",
                    "properties": {
                        "extensions": {"type": "array", "items": {"pattern": "^[\\w-]+\\.[\\w-]+$"}}
                    },
                }
            },
        },
    },
}


@STACKS
def test_the_files_of_vs_code_are_valid_and_tracked(stack: str, render: Callable[[Answers], Path]) -> None:
    project = render({"stack": stack, **FULL})
    container = json.loads((project / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))
    jsonschema.validate(container, DEVCONTAINER)
    launch = json.loads((project / ".vscode" / "launch.json").read_text(encoding="utf-8"))
    server, tests = launch["configurations"]
    # The module that `just serve` runs.
    assert f"-m {server['module']}" in (project / "justfile").read_text(encoding="utf-8")
    assert tests["module"] == "pytest"
    lines = (project / ".gitignore").read_text(encoding="utf-8").splitlines()
    files = {f".vscode/{path.name}" for path in (project / ".vscode").iterdir()}
    assert {line.removeprefix("!") for line in lines if line.startswith("!")} == files
    assert ".vscode/*" in lines


@pytest.mark.parametrize("name", [".devcontainer", ".vscode", "clients"])
def test_a_default_project_has_none_of_it(name: str, render: Callable[[Answers], Path]) -> None:
    project = render({})
    assert not (project / name).exists()
    assert "client" not in (project / "justfile").read_text(encoding="utf-8")


@pytest.mark.matrix
@STACKS
def test_the_recipes_for_daily_work(
    stack: str, installed: Callable[[Answers], Path], serve: Callable[..., Server], tmp_path: Path
) -> None:
    project = installed({"stack": stack, **FULL})
    succeed(project, "uv", "run", "just", "seed")
    assert "rows 5" in typed(project, "shell", COUNT[stack])
    if shutil.which("sqlite3"):
        assert typed(project, "db", "SELECT 'rows', COUNT(*) FROM catalog_product;\n") == "rows|5\n"
    refused = run(project, "uv", "run", "just", "client", "java")
    assert refused.returncode != 0
    assert "error: choose python or typescript" in refused.stdout
    succeed(project, "uv", "run", "just", "client")
    script = tmp_path / "call.py"
    script.write_text(CALL.format(url=serve(project).url), encoding="utf-8")
    package = {"PYTHONPATH": str(project / "clients" / "python")}
    printed = succeed(project, "uv", "run", "python", str(script), env=package)
    assert printed == "ProductPage 2 5\n"
    succeed(project, "uv", "run", "just", "test-fast")
    succeed(project, "uv", "run", "just", "check")  # the client does not disturb it


@pytest.mark.matrix
def test_the_console_of_postgresql_comes_with_the_project(installed: Callable[[Answers], Path]) -> None:
    project = installed({"database": "postgresql"})
    succeed(project, "uv", "run", "just", "seed")
    hidden = {"PATH": f"{project / '.venv' / 'bin'}:/nonexistent"}
    program = [str(project / ".venv" / "bin" / "python"), "-m", "backend.platform.database.console"]
    ended = subprocess.run(
        program,
        cwd=project,
        env=clean_environment() | hidden,
        input="SELECT 'rows', COUNT(*) FROM catalog_product;\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert "rows     |     5" in ended.stdout


def typed(project: Path, recipe: str, text: str) -> str:
    """Return what a recipe prints for a text on its standard input."""
    ended = subprocess.run(
        ["uv", "run", "just", recipe],
        cwd=project,
        env=clean_environment(),
        input=text,
        capture_output=True,
        text=True,
        check=True,
    )
    return ended.stdout
