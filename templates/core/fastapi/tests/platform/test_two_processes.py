"""Two processes can share the database, also on SQLite."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from backend.settings import ROOT

TIMES = 150


@pytest.fixture
def counter(engine: Engine) -> Iterator[Engine]:
    """Create a counter with the value 0."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE test_counter (n integer NOT NULL)"))
        connection.execute(text("INSERT INTO test_counter VALUES (0)"))
    yield engine
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE test_counter"))


def test_no_update_is_lost(counter: Engine) -> None:
    command = [sys.executable, "-m", "tests.support.increment", str(TIMES)]
    environment = {**os.environ, "ENVIRONMENT": "production"}
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603
        for _ in range(2)
    ]
    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    with counter.connect() as connection:
        assert connection.execute(text("SELECT n FROM test_counter")).scalar_one() == 2 * TIMES
