"""Run Django's `migrate` in one process at a time, since replicas may start together."""

from typing import Any

from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connections

LOCK = 4_721_850_386  # any number that no other advisory lock uses


class Command(MigrateCommand):
    """Migrate with a PostgreSQL advisory lock. SQLite, on one machine, needs none."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        """Wait for a migration in another process, then apply what remains."""
        connection = connections[options["database"]]
        if connection.vendor != "postgresql":
            return super().handle(*args, **options)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            return super().handle(*args, **options)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
