"""Add one through Django, again and again: `python -m tests.both.counter TIMES`."""

import os
import sys

import django
from django.db import connection, transaction


def count(times: int) -> None:
    """Read, add one, write: what loses updates when the transaction begins too late."""
    lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    for _ in range(times):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT n FROM probe_counter{lock}")  # noqa: S608
            (found,) = cursor.fetchone()
            cursor.execute("UPDATE probe_counter SET n = %s", [found + 1])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.admin.config.settings")
    django.setup()
    count(int(sys.argv[1]))
