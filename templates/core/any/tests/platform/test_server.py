"""The server process: it rejects what it should not handle, and a stop loses no request."""

import signal
import socket

import httpx2
import pytest

from backend.settings import Settings
from tests.support.command import serving, wait_until_ready
from tests.support.problem import assert_problem

HEAD = b"POST /api/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"


def test_a_stop_completes_open_requests(settings: Settings) -> None:
    with (
        serving(settings) as (server, port),
        socket.create_connection(("127.0.0.1", port), timeout=60) as client,
    ):
        client.sendall(HEAD + b"half")
        wait_until_ready(port)
        server.send_signal(signal.SIGTERM)
        client.sendall(b"-half")
        assert client.recv(4096).startswith(b"HTTP/1.1 404 ")
        assert server.wait(timeout=60) == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"X-Long": "x" * 100_000}, 431), ({"Host": "elsewhere.example.com"}, 400)],
    ids=["long", "foreign host"],
)
def test_invalid_headers_are_rejected(
    anonymous: httpx2.Client, headers: dict[str, str], status: int
) -> None:
    assert_problem(anonymous.get("/api/docs", headers=headers), status)
