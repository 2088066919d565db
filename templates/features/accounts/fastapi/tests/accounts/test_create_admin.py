"""`just create-admin` creates a superuser."""

import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import Engine, text

from backend.settings import ROOT


def create_admin(email: str, password: str, **environment: str) -> tuple[int, str]:
    finished = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "backend.accounts.create_admin", email],
        cwd=ROOT,
        env={**os.environ, "ENVIRONMENT": "production", "ADMIN_PASSWORD": password, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return finished.returncode, finished.stderr


def test_an_admin_is_created_once(engine: Engine) -> None:
    assert create_admin("Root@example.com", "tangerine lamp") == (0, "")
    code, error = create_admin("root@example.com", "tangerine lamp")
    assert (code, error) == (1, "error: root@example.com already exists\n")
    with engine.connect() as connection:
        flags = text("SELECT email, is_superuser, is_staff FROM accounts_user")
        assert connection.execute(flags).one() == ("root@example.com", True, True)


def test_a_common_password_is_refused() -> None:
    code, error = create_admin("root@example.com", "password")
    assert code == 1
    assert error == "error: password: This password is too common\n"


def test_an_unusable_database_is_a_one_line_error(tmp_path: Path) -> None:
    for url in ("postgresql://nobody@127.0.0.1:1/nothing", f"sqlite:///{tmp_path}/empty.sqlite3"):
        code, error = create_admin("root@example.com", "tangerine lamp", DATABASE_URL=url)
        assert code == 1
        assert error.startswith("error: the database cannot be used: ")
        assert error.count("\n") == 1
