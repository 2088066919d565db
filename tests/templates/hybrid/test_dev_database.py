"""A hybrid's tests do not change the development database, on either side."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from projects import Answers, ProjectCache, run

HYBRID: Answers = {"stack": "hybrid"}
SOME = ("tests/hybrid", "tests/accounts/test_register.py")


@pytest.mark.matrix
def test_the_tests_do_not_change_the_development_database(
    installed: Callable[[Answers], Path], project_cache: ProjectCache
) -> None:
    project = installed(HYBRID)
    database = project / "db.sqlite3"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = database.read_bytes()
    python = str(project_cache.tools(HYBRID) / "python")
    ended = run(project, python, "-m", "pytest", "-q", *SOME, env={"TEST_DATABASE": "sqlite"})
    assert ended.returncode == 0, ended.stdout
    assert database.read_bytes() == before
