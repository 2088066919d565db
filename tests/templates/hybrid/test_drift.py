"""The schema contract of a hybrid reports every kind of drift, with its fix."""

import shutil
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

import pytest

from hybrid.drifts import DRIFTS, TWICE, Drift
from projects import Answers, ProjectCache, run, succeed

HYBRID: Answers = {"stack": "hybrid"}
PRINT_DIFFERENCES = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "backend.config.settings"
import django
django.setup()
from backend.platform.mirror.compare import differences
print(*differences(), sep="\\n")
"""
# An unreachable PostgreSQL: every connection to it fails.
UNREACHABLE = {"TEST_DATABASE_URL": "postgresql://nobody@192.0.2.1/test"}


@pytest.fixture
def shop(render: Callable[[Answers], Path], tmp_path: Path) -> Path:
    """Return a copy of a hybrid that the test may edit."""
    return shutil.copytree(render(HYBRID), tmp_path / "shop")


@pytest.fixture(scope="session")
def python(project_cache: ProjectCache) -> str:
    """Return an interpreter with the dependencies of a hybrid."""
    return str(project_cache.tools(HYBRID) / "python")


def contract(shop: Path, python: str) -> tuple[int, str]:
    """Run the schema contract test of the project; return its exit code and output."""
    ended = run(shop, python, "-m", "pytest", "-q", "tests/hybrid/test_schema_contract.py", env=UNREACHABLE)
    return ended.returncode, ended.stdout


def differences(shop: Path, python: str) -> str:
    """Print the differences directly, which is faster than pytest and the application."""
    secrets = {name: token_hex() for name in ("SECRET_KEY", "TOKEN_SECRET")}
    return succeed(
        shop, python, "-c", PRINT_DIFFERENCES, env=UNREACHABLE | secrets | {"ENVIRONMENT": "development"}
    )


def test_a_new_hybrid_has_no_drift(shop: Path, python: str) -> None:
    code, output = contract(shop, python)
    assert code == 0, output
    assert "1 passed" in output
    assert differences(shop, python).strip() == ""


@pytest.mark.parametrize(
    "drift", [TWICE, DRIFTS[-1]], ids=["application that cannot be imported", "other drifts"]
)
def test_the_contract_test_prints_the_difference_without_a_traceback(
    shop: Path, python: str, drift: Drift
) -> None:
    seed(shop, drift)
    code, output = contract(shop, python)
    assert code == 1, output
    assert f"{drift.difference}. {drift.fix}" in output.splitlines()
    assert "Traceback" not in output


@pytest.mark.parametrize("drift", DRIFTS, ids=lambda drift: drift.kind)
def test_a_drift_is_reported_with_its_fix(shop: Path, python: str, drift: Drift) -> None:
    seed(shop, drift)
    assert f"{drift.difference}. {drift.fix}" in differences(shop, python).splitlines()


def seed(shop: Path, drift: Drift) -> None:
    """Apply the edit of a drift."""
    file = shop / drift.file
    code = file.read_text(encoding="utf-8")
    assert drift.old in code, "the drift no longer applies: the template has changed"
    names = "Column, DateTime, Numeric, String, false, true"
    edited = code.replace(drift.old, drift.new)
    if drift.file.endswith("tables.py"):
        edited = edited.replace(
            "from sqlmodel import", f"from sqlalchemy import {names}\nfrom sqlmodel import"
        )
    file.write_text(edited, encoding="utf-8")
