"""Two processes write to the same database without lost updates, on SQLite too."""

import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import SplitResult, urlsplit

import pytest
from django.db import connection

from backend.settings import ROOT, Settings

TIMES = 150


@pytest.fixture
def counter() -> Iterator[None]:
    """Create a counter with the value zero."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE test_counter (n integer NOT NULL)")
        cursor.execute("INSERT INTO test_counter VALUES (0)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE test_counter")


def replaced(server: SplitResult, name: str) -> str:
    """Return the URL of another database on the same server."""
    return server._replace(path=f"/{name}").geturl()


@pytest.mark.usefixtures("counter")
def test_no_update_is_lost(settings: Settings) -> None:
    # The test database has a different name on the same server.
    name = str(connection.settings_dict["NAME"])
    server = urlsplit(settings.database_url.get_secret_value())
    url = f"sqlite:///{name}" if connection.vendor == "sqlite" else replaced(server, name)
    command = [sys.executable, "-m", "tests.support.increment", str(TIMES)]
    environment = {**os.environ, "DATABASE_URL": url}
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603
        for _ in range(2)
    ]
    assert [process.wait(timeout=60) for process in processes] == [0, 0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT n FROM test_counter")
        assert cursor.fetchone() == (2 * TIMES,)
