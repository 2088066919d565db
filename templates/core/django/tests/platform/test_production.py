"""Production only: required secrets, secure cookies, hashed static files."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from backend.settings import ROOT

# In a temporary folder, so that the files of a deployment are not changed.
STATIC_FILES = """
import os
from django.conf import settings
settings.STATIC_ROOT = os.environ["FOLDER"]
from django.core.management import call_command
from django.templatetags.static import static
from django.test import Client
call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["drf_*", "rest_*"])
url = static("admin/css/base.css")
response = Client().get(url, headers={"host": "localhost"})
print(url, response.status_code, response["Cache-Control"])
"""


def manage(*arguments: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run a command of `manage.py` in the production environment."""
    return subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "ENVIRONMENT": "production", **changes},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_djangos_deployment_check_passes() -> None:
    ended = manage("check", "--deploy", "--fail-level", "WARNING")
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("secret", ["", "short", "x" * 31])
def test_production_does_not_start_without_a_long_secret(secret: str) -> None:
    # Blank instead of empty: an empty variable is ignored, and `.env` would be read.
    ended = manage("check", SECRET_KEY=secret or " ")
    assert ended.returncode == 1
    assert "SECRET_KEY" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_no_migration_is_missing() -> None:
    ended = manage("makemigrations", "--check", "--dry-run")
    assert ended.returncode == 0, ended.stdout


def test_static_files_are_hashed_and_cached_for_ten_years(tmp_path: Path) -> None:
    ended = manage("shell", "-v", "0", "-c", STATIC_FILES, FOLDER=str(tmp_path))
    assert ended.returncode == 0, ended.stderr
    url, status, cache_control = ended.stdout.split(maxsplit=2)
    assert re.fullmatch(r"/static/admin/css/base\.[0-9a-f]{12}\.css", url)
    assert (status, cache_control.strip()) == ("200", "max-age=315360000, public, immutable")
