"""Mistakes that no rendered project may contain, and rules for its image, for every set of answers."""

import ast
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pairs import ROWS
from projects import DEFAULTS, Answers

FULL = [{**DEFAULTS, **row} for row in ROWS]
ASYNC = [row for row in FULL if row["stack"] == "hybrid"]
IMAGES = [row for row in FULL if row["docker"]]


def imported(folder: Path) -> Iterator[tuple[Path, str]]:
    """Yield each module that a file below `folder` imports, anywhere in the file."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((path, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield path, node.module or ""


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
    found = imported(render(answers) / "backend" / "api")
    forbidden = re.compile(r"(django|backend\.admin)(\.|$)")
    assert [(path.name, module) for path, module in found if forbidden.match(module)] == []


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
    assert (healthcheck[-1], serve[-1]) == ("backend.healthcheck", "backend.serve")
