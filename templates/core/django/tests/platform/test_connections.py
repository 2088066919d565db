"""Requests reuse database connections: opening one costs more than most queries."""

import httpx2
import pytest
from django.db import connection

CONNECTIONS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"


def test_requests_reuse_open_connections(base_url: str) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no server to count the connections")
    with httpx2.Client(base_url=base_url, timeout=10, trust_env=False) as client:
        client.cookies["sessionid"] = "unknown-session"
        before = _connections_after_request(client)
        after = [_connections_after_request(client) for _ in range(20)]
    assert len(before) > 1  # the connection of this test and those of the server
    assert after == [before] * 20


def _connections_after_request(client: httpx2.Client) -> set[int]:
    assert client.get("/admin/").status_code == 302  # the view queries the sessions first
    with connection.cursor() as cursor:
        cursor.execute(CONNECTIONS)
        return {pid for (pid,) in cursor.fetchall()}
