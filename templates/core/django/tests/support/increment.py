"""Increment a counter: `python -m tests.support.increment TIMES`, in several processes."""

import sys

import django
from django.db import connection, transaction


def count(times: int) -> None:
    """Read, add one, write. Updates are lost if the transaction locks too late."""
    lock = "" if connection.vendor == "sqlite" else " FOR UPDATE"
    for _ in range(times):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT n FROM test_counter{lock}")  # noqa: S608
            after = cursor.fetchone()[0] + 1
            cursor.execute("UPDATE test_counter SET n = %s", [after])


if __name__ == "__main__":
    django.setup()
    count(int(sys.argv[1]))
