"""Django's `migrate`, one process at a time: replicas that start together all run it."""

from typing import Any

from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connections

LOCK = 4_721_850_386  # any number, as long as nothing else locks it


class Command(MigrateCommand):
    """Migrate behind an advisory lock. SQLite is for one machine and has none."""

    def handle(self, *args: Any, **options: Any) -> str | None:
        """Wait for whoever is migrating; what is left to do after that may be nothing."""
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
