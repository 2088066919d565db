"""The server process: a stop loses no request, and long headers are rejected."""

import signal
import socket

import httpx2

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


def test_long_headers_are_rejected(anonymous: httpx2.Client) -> None:
    assert_problem(anonymous.get("/api/docs", headers={"X-Long": "x" * 100_000}), 431)
