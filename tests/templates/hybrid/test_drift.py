"""No way of drifting apart goes unnoticed in a hybrid, and each is told with the way to mend it."""

import shutil
from collections.abc import Callable
from pathlib import Path
from secrets import token_hex

import pytest

from hybrid.drifts import DRIFTS, TWICE, Drift
from projects import Answers, Workshop, run, succeed

HYBRID: Answers = {"stack": "hybrid"}
ASK = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "backend.admin.config.settings"
import django
django.setup()
from backend.mirror.compare import differences
print(*differences(), sep="\\n")
"""
# A PostgreSQL that nobody reaches: whoever asks it fails.
NOWHERE = {"TEST_DATABASE_URL": "postgresql://nobody@192.0.2.1/none"}


@pytest.fixture
def shop(render: Callable[[Answers], Path], tmp_path: Path) -> Path:
    """Give a hybrid of the test's own, to make mistakes in."""
    return shutil.copytree(render(HYBRID), tmp_path / "shop")


@pytest.fixture(scope="session")
def python(workshop: Workshop) -> str:
    """Give the interpreter that has what a hybrid needs."""
    return str(workshop.tools(HYBRID) / "python")


def contract(shop: Path, python: str) -> tuple[int, str]:
    """Run the project's own test of its contract."""
    ended = run(shop, python, "-m", "pytest", "-q", "tests/test_schema_contract.py", env=NOWHERE)
    return ended.returncode, ended.stdout


def differences(shop: Path, python: str) -> str:
    """Ask what that test asks, without starting pytest and the application each time."""
    secrets = {name: token_hex() for name in ("SECRET_KEY", "TOKEN_SECRET")}
    return succeed(shop, python, "-c", ASK, env=NOWHERE | secrets | {"ENVIRONMENT": "development"})


def test_a_new_hybrid_has_no_drift(shop: Path, python: str) -> None:
    code, said = contract(shop, python)
    assert code == 0, said
    assert "1 passed" in said
    assert differences(shop, python).strip() == ""


@pytest.mark.parametrize(
    "drift", [TWICE, DRIFTS[-1]], ids=["application that cannot be imported", "other drifts"]
)
def test_the_contract_fails_by_what_differs(shop: Path, python: str, drift: Drift) -> None:
    seed(shop, drift)
    code, said = contract(shop, python)
    assert code == 1, said
    assert f"{drift.said}. {drift.change}" in said.splitlines()
    assert "Traceback" not in said


@pytest.mark.parametrize("drift", DRIFTS, ids=lambda drift: drift.kind)
def test_a_drift_is_told_with_its_remedy(shop: Path, python: str, drift: Drift) -> None:
    seed(shop, drift)
    assert f"{drift.said}. {drift.change}" in differences(shop, python).splitlines()


def seed(shop: Path, drift: Drift) -> None:
    """Make the mistake."""
    file = shop / drift.file
    code = file.read_text(encoding="utf-8")
    assert drift.old in code, "the drift no longer applies: the template has changed"
    names = "Column, DateTime, Numeric, String, Uuid"
    edited = code.replace(drift.old, drift.new)
    if "/api/" in drift.file:
        edited = edited.replace(
            "from sqlmodel import", f"from sqlalchemy import {names}\nfrom sqlmodel import"
        )
    file.write_text(edited, encoding="utf-8")
