"""`just create-admin` makes somebody who may do everything."""

import os
import subprocess
import sys
from pathlib import Path

from sqlalchemy import Engine, text

from backend.settings import ROOT


def create_admin(email: str, password: str, **environment: str) -> tuple[int, str]:
    finished = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "backend.api.accounts.create_admin", email],
        cwd=ROOT,
        env={**os.environ, "ENVIRONMENT": "production", "ADMIN_PASSWORD": password, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return finished.returncode, finished.stderr


def test_an_admin_is_made_once(engine: Engine) -> None:
    assert create_admin("Root@example.com", "tangerine lamp") == (0, "")
    code, said = create_admin("root@example.com", "tangerine lamp")
    assert (code, said) == (1, "error: root@example.com exists already\n")
    with engine.connect() as connection:
        flags = text("SELECT email, is_superuser, is_staff FROM accounts_user")
        assert connection.execute(flags).one() == ("root@example.com", True, True)


def test_a_common_password_is_refused() -> None:
    code, said = create_admin("root@example.com", "password")
    assert code == 1
    assert said == "error: password: This password is too common\n"


def test_a_database_that_cannot_be_used_is_named_in_one_line(tmp_path: Path) -> None:
    for url in ("postgresql://nobody@127.0.0.1:1/nothing", f"sqlite:///{tmp_path}/empty.sqlite3"):
        code, said = create_admin("root@example.com", "tangerine lamp", DATABASE_URL=url)
        assert code == 1
        assert said.startswith("error: the database cannot be used: ")
        assert said.count("\n") == 1
