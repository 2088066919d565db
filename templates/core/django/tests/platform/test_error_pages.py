"""Errors are HTML for browsers and problem JSON for the API, inside and outside Django."""

import pytest
from django.db import DatabaseError, OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from backend.platform.django.problems import is_database_unavailable
from tests.support.raw_http import connected, read_until_closed

PROBLEM, PAGE = "application/problem+json", "text/html; charset=utf-8"
BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


@pytest.mark.parametrize(
    ("path", "accept", "media_type"),
    [
        ("/admin/", BROWSER, PAGE),
        ("/admin/", "*/*", PROBLEM),
        ("/api/nowhere", BROWSER, PROBLEM),
        ("/health", BROWSER, PROBLEM),
    ],
)
def test_an_unknown_host(client: Client, path: str, accept: str, media_type: str) -> None:
    response = client.get(path, headers={"host": "evil.example", "accept": accept})
    assert (response.status_code, response["Content-Type"]) == (400, media_type)
    assert b"This host is not served here." in response.content


@pytest.mark.parametrize(("accept", "media_type"), [(BROWSER, PAGE), ("*/*", PROBLEM)])
def test_a_body_over_the_limit(base_url: str, accept: str, media_type: str) -> None:
    head = f"POST /admin/ HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n"
    with connected(base_url) as connection:
        connection.sendall(f"{head}Content-Length: 9999999\r\n\r\n".encode())
        response = read_until_closed(connection).decode()
    assert response.startswith("HTTP/1.1 413 ")
    assert f"content-type: {media_type}\r\n" in response
    assert "Content Too Large" in response


def test_an_unavailable_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: BaseDatabaseWrapper, *__: object) -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(BaseDatabaseWrapper, "_cursor", fail)
    client.raise_request_exception = False
    client.cookies["sessionid"] = "unknown-session"
    page = client.get("/admin/", headers={"accept": BROWSER})
    assert (page.status_code, page["Content-Type"], page["Retry-After"]) == (503, PAGE, "1")


def test_a_missing_table_does_not_count_as_an_unavailable_database() -> None:
    with pytest.raises(DatabaseError) as raised, connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nowhere")
    assert not is_database_unavailable(raised.value)
