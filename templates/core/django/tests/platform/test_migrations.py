"""Replicas that start together migrate one at a time."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from backend.settings import ROOT, Settings

PROCESSES = 3


@pytest.fixture
def empty(settings: Settings, tmp_path: Path) -> str:
    """Return the URL of an empty database."""
    if connection.vendor == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    url = settings.database_url.get_secret_value()
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS concurrent_migrations")
        server.execute("CREATE DATABASE concurrent_migrations")
    return urlsplit(url)._replace(path="/concurrent_migrations").geturl()


def test_several_processes_migrate_an_empty_database(empty: str) -> None:
    environment = {**os.environ, "DATABASE_URL": empty}
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603
        for _ in range(PROCESSES)
    ]
    assert [process.wait(timeout=300) for process in processes] == [0] * PROCESSES
