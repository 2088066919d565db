"""The documented scripts run, and in a copy of the repository they write the documented files."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def clone(checkout: Path, tmp_path: Path) -> Path:
    """Return a copy of the repository that a script can write to."""
    return Path(shutil.copytree(checkout, tmp_path / "clone"))


DISTRIBUTIONS = "src/pystack_init/questions/distributions.txt"


def run(clone: Path, script: str, *arguments: str | Path) -> str:
    """Run a script of the copy."""
    command = [sys.executable, clone / script, *arguments]
    ran = subprocess.run(command, cwd=clone, check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.parametrize(
    ("script", "page"),
    [
        ("scripts/reference.py", "docs/reference.md"),
        ("scripts/choosing.py", "docs/choosing.md"),
        pytest.param("scripts/proofs.py", "docs/proofs.md", marks=pytest.mark.matrix),
        pytest.param("scripts/generate.py", DISTRIBUTIONS, marks=pytest.mark.matrix),
    ],
)
def test_a_script_restores_a_damaged_page(clone: Path, script: str, page: str) -> None:
    whole = (clone / page).read_text(encoding="utf-8")
    (clone / page).write_text(whole[:-200], encoding="utf-8")
    run(clone, script)
    assert (clone / page).read_text(encoding="utf-8") == whole


@pytest.mark.matrix
def test_the_pictures_can_be_recorded_again(clone: Path) -> None:
    for stack in ("fastapi", "django_drf", "hybrid"):
        (clone / "docs" / f"generate-{stack}.svg").unlink()
    for name in ("session.svg", "conversation.svg"):
        (clone / "docs" / name).unlink()
    run(clone, "scripts/record.py")
    run(clone, "scripts/record.py", "--check")


def test_a_project_is_rendered_for_inspection(clone: Path, tmp_path: Path) -> None:
    run(clone, "scripts/render.py", tmp_path / "shop", "database=postgresql", "auth=none")
    answers = (tmp_path / "shop/.pystack-init.yml").read_text(encoding="utf-8")
    assert "database: postgresql\nauth: none\n" in answers


@pytest.mark.matrix
@pytest.mark.parametrize(
    ("benchmark", "flags", "row"),
    [
        ("cli.py", ("--rounds", "1"), "pystack-init --version"),
        ("update.py", ("--rounds", "1"), "pystack-init status"),
        ("api.py", ("--rounds", "1", "--seconds", "0.2"), "django_drf"),
        ("jobs.py", ("--rounds", "1", "--jobs", "5"), "django_drf"),
        ("live.py", ("--rounds", "1", "--sockets", "20", "--messages", "10"), "django_drf"),
        ("models.py", ("--rounds", "1", "--seconds", "0.2"), "django_drf"),
        ("resource_list.py", ("--rounds", "1", "--seconds", "0.2", "fastapi"), "fastapi:"),
    ],
)
def test_what_the_figures_are_made_with_runs(
    clone: Path, benchmark: str, flags: tuple[str, ...], row: str
) -> None:
    # Whether a budget is met is for more rounds, on a machine at rest, to say.
    command = [sys.executable, str(clone / "benchmarks" / benchmark), *flags]
    ran = subprocess.run(command, cwd=clone, check=False, capture_output=True, text=True)
    assert "Traceback" not in ran.stderr
    assert f"{row} " in ran.stdout
