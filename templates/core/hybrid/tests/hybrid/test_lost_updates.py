"""Concurrent writes of Django and FastAPI, in two processes, lose no update."""

import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from backend.settings import ROOT, Settings

TIMES = 150


@pytest.fixture
def counter(engine: Engine) -> Iterator[Engine]:
    """Create a table with a counter at zero."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE test_counter (n integer NOT NULL)"))
        connection.execute(text("INSERT INTO test_counter VALUES (0)"))
    yield engine
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE test_counter"))


def test_concurrent_increments_are_all_kept(counter: Engine, settings: Settings) -> None:
    environment = {**os.environ, "DATABASE_URL": settings.database_url.get_secret_value()}
    processes = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", module, str(TIMES)], cwd=ROOT, env=environment
        )
        for module in ("tests.support.increment", "tests.hybrid.increment")
    ]
    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    with counter.connect() as connection:
        assert connection.execute(text("SELECT n FROM test_counter")).scalar_one() == 2 * TIMES
