"""Model serving: one suite in every stack, a model that is made again, and a binary file in the templates."""

import re
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from edits import bytes_of
from projects import Answers, run, succeed
from pystack_init.rendering.bundled import templates_root

STACKS = ("fastapi", "django_drf", "hybrid")
MODEL = "backend/ml/models/iris/1/model.onnx"
DESCRIPTION = "backend/ml/models/iris/1/model.toml"


def files_of_ml(project: Path) -> Mapping[str, bytes]:
    """Return the tests, the models and the page of the feature."""
    return {
        path: data
        for path, data in bytes_of(project).items()
        if path.startswith(("tests/ml/", "backend/ml/models/", "docs/models.md"))
    }


def test_the_stacks_have_the_same_tests_and_models(render: Callable[[Answers], Path]) -> None:
    first, *others = (files_of_ml(render({"stack": stack, "ml": True})) for stack in STACKS)
    assert {"tests/ml/test_predictions.py", "tests/ml/test_slow_models.py", MODEL} <= first.keys()
    assert others == [first, first]
    assert first[MODEL] == (templates_root() / "features/ml/any" / MODEL).read_bytes()


@pytest.mark.matrix
def test_the_recipe_makes_the_model_again(installed: Callable[[Answers], Path], tmp_path: Path) -> None:
    project = installed({"ml": True})
    installed_by_default = run(project, "uv", "run", "python", "-c", "import sklearn")
    assert "No module named 'sklearn'" in installed_by_default.stdout
    (project / MODEL).unlink()
    # An environment of its own: the others share the one of the project.
    succeed(project, "uv", "run", "just", "train", env={"UV_PROJECT_ENVIRONMENT": str(tmp_path / "venv")})
    recorded = re.search('sha256 = "(.*)"', (project / DESCRIPTION).read_text(encoding="utf-8"))
    assert recorded
    assert recorded[1] == sha256((project / MODEL).read_bytes()).hexdigest()
    succeed(project, "uv", "run", "just", "test", "tests/ml/test_predictions.py")
