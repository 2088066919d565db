"""A request takes a connection that is open already: making one costs more than most queries."""

import httpx2
import pytest
from django.db import connection

OPEN = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"


def test_requests_share_connections_that_stay_open(base_url: str) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no server that could count them")
    with httpx2.Client(base_url=base_url, timeout=10, trust_env=False) as client:
        client.cookies["sessionid"] = "somebody"
        before = _open_after_a_request(client)
        after = [_open_after_a_request(client) for _ in range(20)]
    assert len(before) > 1  # this test's own, and the server's
    assert after == [before] * 20


def _open_after_a_request(client: httpx2.Client) -> set[int]:
    assert client.get("/admin/").status_code == 302  # after a look at the sessions
    with connection.cursor() as cursor:
        cursor.execute(OPEN)
        return {pid for (pid,) in cursor.fetchall()}
