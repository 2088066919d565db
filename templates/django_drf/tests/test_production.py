"""What only production has: secrets that must be there, cookies over TLS, hashed files."""

import os
import subprocess
import sys

import pytest

from backend.settings import ROOT


def manage(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run a command of Django's as production would."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "ENVIRONMENT": "production", **changes},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_djangos_own_check_for_deployment_finds_nothing() -> None:
    ended = manage("check", "--deploy", "--fail-level", "WARNING")
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("secret", ["", "short"])
def test_production_does_not_start_without_a_long_secret(secret: str) -> None:
    # An empty variable is as good as none, and here no `.env` may step in.
    ended = manage("check", SECRET_KEY=secret or " ")
    assert ended.returncode == 1
    assert "SECRET_KEY" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_models_and_migrations_agree() -> None:
    ended = manage("makemigrations", "--check", "--dry-run")
    assert ended.returncode == 0, ended.stdout
