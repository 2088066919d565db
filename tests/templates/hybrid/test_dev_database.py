"""The tests of a hybrid never write to the development database."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from projects import Answers, Workshop, run

HYBRID: Answers = {"stack": "hybrid"}
SOME = ("tests/both", "tests/api/accounts/test_register.py")


@pytest.mark.matrix
def test_the_dev_database_is_untouched(installed: Callable[[Answers], Path], workshop: Workshop) -> None:
    project = installed(HYBRID)
    database = project / "db.sqlite3"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = database.read_bytes()
    python = str(workshop.tools(HYBRID) / "python")
    ended = run(project, python, "-m", "pytest", "-q", *SOME, env={"TEST_DATABASE": "sqlite"})
    assert ended.returncode == 0, ended.stdout
    assert database.read_bytes() == before
