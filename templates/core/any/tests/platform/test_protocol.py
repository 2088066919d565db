"""Slow and oversized headers and slow readers are cut; an idle connection stays open."""

import re
import select
import socket
from collections.abc import Iterator

import httpx2
import pytest

from backend.settings import get_settings
from tests.support.raw_http import connected, read_until_closed


@pytest.fixture
def connection(base_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """Yield a socket to a server with a header timeout of 0.5 instead of 15 seconds."""
    monkeypatch.setattr(get_settings(), "header_seconds", 0.5)
    with connected(base_url) as connection:
        yield connection


def test_slow_headers_close_the_connection(connection: socket.socket) -> None:
    connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: loc")
    assert connection.recv(4096) == b""


def test_an_idle_connection_stays_open(connection: socket.socket) -> None:
    connection.settimeout(1)
    with pytest.raises(TimeoutError):
        connection.recv(1)
    connection.settimeout(5)
    connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert connection.recv(4096).startswith(b"HTTP/1.1 200 ")


def test_malformed_http_gets_a_problem_response(
    connection: socket.socket, caplog: pytest.LogCaptureFixture
) -> None:
    connection.sendall(b"\x00\x01\x02\r\n\r\n")
    response = read_until_closed(connection)
    assert response.startswith(b"HTTP/1.1 400 ")
    assert b"application/problem+json" in response
    lines = [record.msg for record in caplog.records if record.name == "request"]
    (line,) = [line for line in lines if isinstance(line, dict)]
    assert line["status"] == 400
    assert f"X-Request-ID: {line['request_id']}".encode() in response


def test_endless_headers_are_431(connection: socket.socket) -> None:
    connection.sendall(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\n")
    connection.sendall(b"X-Long: " + b"x" * 90_000)
    response = read_until_closed(connection)
    assert response.startswith(b"HTTP/1.1 431 ")
    assert b"application/problem+json" in response


def test_a_client_that_reads_nothing_is_cut(
    base_url: str, connection: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(get_settings(), "read_seconds", 0.5)
    page = httpx2.get(f"{base_url}/api/docs")
    (script,) = re.findall(r"""src=["']([^"']+bundle[^"']*)["']""", page.text)
    path = page.url.join(script).raw_path
    connection.sendall(6 * (b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"))
    cut = select.poll()
    cut.register(connection, select.POLLHUP)
    assert cut.poll(60_000)


CHUNKED = b"POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize("start", [b"1;", b"1\r\nx\r\n0\r\nX-Long: "])
def test_endless_headers_in_a_chunked_body_are_431(connection: socket.socket, start: bytes) -> None:
    connection.sendall(CHUNKED + start + b"x" * 90_000)
    assert read_until_closed(connection).startswith(b"HTTP/1.1 431 ")


def test_long_headers_within_the_limit_are_accepted(connection: socket.socket) -> None:
    for _ in range(3):
        connection.sendall(b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000\r\n")
        connection.sendall(b"X-Long: " + b"x" * 60_000 + b"\r\n\r\n" + b"x" * 70_000)
        assert connection.recv(65536).startswith(b"HTTP/1.1 40")
