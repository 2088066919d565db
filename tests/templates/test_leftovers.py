"""A project's tests remove their temporary folders."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pairs import FACTORS
from projects import Answers, succeed

pytestmark = pytest.mark.matrix


@pytest.mark.parametrize("stack", FACTORS["stack"])
def test_a_test_run_cleans_up(stack: str, installed: Callable[[Answers], Path], tmp_path: Path) -> None:
    project = installed({"stack": stack})
    env = {"TMPDIR": str(tmp_path)}
    succeed(project, "uv", "run", "just", "test", "tests/platform/test_responses.py", env=env)
    assert list(tmp_path.glob("tests-*")) == []
