"""A hybrid is the Django project plus FastAPI, without DRF unless the project was switched."""

import re
from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path

import pytest

from pairs import FACTORS, ROWS, all_pairs
from projects import DEFAULTS, Answers
from pystack_init.lifecycle.creation import create_files
from pystack_init.rendering.bundled import templates_root
from pystack_init.rendering.layers import SUFFIX

DRF = "rest_framework", "drf_spectacular", "corsheaders"
SHAPES = all_pairs({key: FACTORS[key] for key in ("database", "auth", "example")})
# Files with lines for the stack, and Django's with lines for DRF.
SHARED = {"settings.py", "platform/serve.py", "platform/server/slow_readers.py", "platform/README.md"}
OF_DJANGO = {"config/settings.py", "config/urls.py"}
HYBRIDS = [row for row in ROWS if row["stack"] == "hybrid"]


def files(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder by their relative path."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def of_django(path: str) -> bool:
    """Return whether a file below `backend` is not one of DRF's."""
    return not re.match(r"platform/drf/|\w+/api/|config/templates/", path)


@pytest.mark.parametrize("answers", SHAPES, ids=str)
def test_djangos_files_equal_those_of_the_django_project(
    render: Callable[[Answers], Path], answers: Answers
) -> None:
    hybrid, django = (
        files(render({**answers, "stack": stack}) / "backend") for stack in ("hybrid", "django_drf")
    )
    of_drf = {path for path in django if not of_django(path)}
    assert of_drf.isdisjoint(hybrid)
    differing = {path for path in django.keys() - of_drf if hybrid.get(path) != django[path]}
    assert differing == {*OF_DJANGO, *SHARED}
    differing -= SHARED
    for path in differing:
        ours, theirs = (each[path].decode().splitlines() for each in (hybrid, django))
        changed = list(unified_diff(theirs, ours, lineterm="", n=0))
        assert not [line for line in changed if line.startswith("+") and not line.startswith("+++")], path


@pytest.mark.parametrize("answers", HYBRIDS, ids=str)
def test_a_new_hybrid_has_no_drf(render: Callable[[Answers], Path], answers: Answers) -> None:
    project = render(answers)
    layers = [*templates_root().glob("core/drf"), *templates_root().glob("features/**/drf")]
    left_out = {
        path.relative_to(layer).as_posix().removesuffix(SUFFIX)
        for layer in layers
        for path in layer.rglob("backend/**/*.*")
    }
    assert len(left_out) > 20
    assert left_out & files(project).keys() == set()
    for path, content in files(project).items():
        assert not any(word.encode() in content for word in DRF), path


def test_a_new_hybrid_has_no_alembic(render: Callable[[Answers], Path]) -> None:
    project = render({"stack": "hybrid"})
    assert not (project / "backend" / "migrations").exists()
    assert "alembic" not in (project / "pyproject.toml").read_text(encoding="utf-8")


def test_one_hidden_answer_keeps_drf_beside_fastapi(
    render: Callable[[Answers], Path], tmp_path: Path
) -> None:
    create_files({**DEFAULTS, "stack": "hybrid", "uses_drf": True}, "shop", tmp_path)
    kept, django = files(tmp_path / "backend"), files(render({"stack": "django_drf"}) / "backend")
    # A switched project has every file of the Django project: a switch only adds files.
    assert {path for path in django if kept.get(path) != django[path]} == SHARED
    assert "catalog/router.py" in kept
