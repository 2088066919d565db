"""Times are read as they were stored, with each parser."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import connection
from psycopg.pq import Format

from backend.accounts.models import User
from backend.platform.django.databases import TimeLoader

TOKYO = timezone(timedelta(hours=9))


@pytest.mark.parametrize("microsecond", [0, 120_000, 999_999])
def test_a_stored_time_is_read_in_utc(microsecond: int) -> None:
    moment = datetime(2026, 3, 1, 8, 30, 15, microsecond, TOKYO)
    User.objects.create(email="ada@example.com", last_login=moment)
    stored = User.objects.values_list("last_login", flat=True).get()
    assert stored == moment
    assert stored is not None
    assert stored.tzinfo is UTC


def test_postgresql_cursors_use_the_fast_parser() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no timestamp type")
    with connection.cursor() as cursor:
        adapters = cursor.cursor.adapters
        oid = adapters.types["timestamptz"].oid
        assert adapters.get_loader(oid, Format.TEXT) is TimeLoader
