"""Run Django's `migrate` in one process at a time, since replicas may start together."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

LOCK = 4_721_850_386  # any number that no other advisory lock uses


class Command(MigrateCommand):
    """Migrate under a lock."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        """Wait for a migration in another process, then apply what remains."""
        connection = connections[options["database"]]
        lock = _file_lock if connection.vendor == "sqlite" else _advisory_lock
        with lock(connection):
            return super().handle(*args, **options)


@contextmanager
def _file_lock(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Lock the folder of SQLite's file; the system releases the lock if the process ends."""
    folder = os.open(Path(connection.settings_dict["NAME"]).parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


@contextmanager
def _advisory_lock(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Hold PostgreSQL's lock in one transaction, as a pooler may change the server connection."""
    holder = connection.copy()
    holder.set_autocommit(False)
    try:
        with holder.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield
    finally:
        holder.rollback()
        holder.close()
