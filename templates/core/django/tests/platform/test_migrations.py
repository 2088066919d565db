"""Replicas that start together migrate one at a time."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from backend.settings import ROOT, Settings

PROCESSES = 8


def test_eight_processes_migrate_an_empty_database(settings: Settings) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("A SQLite project runs on one machine, which migrates once")
    url = settings.database_url.get_secret_value()
    with psycopg.connect(url, autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS concurrent_migrations")
        server.execute("CREATE DATABASE concurrent_migrations")
    empty = urlsplit(url)._replace(path="/concurrent_migrations").geturl()
    environment = {**os.environ, "DATABASE_URL": empty}
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=environment)  # noqa: S603
        for _ in range(PROCESSES)
    ]
    assert [process.wait(timeout=120) for process in processes] == [0] * PROCESSES
