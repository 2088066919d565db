"""The server process: how it stops and fails to start, and that long headers are rejected."""

import signal
import socket
import subprocess
import sys

import httpx2
import pytest

from backend.settings import Settings
from tests.support.command import environment, serving, wait_until_ready
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


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_failed_start_ends_the_process_with_an_error(settings: Settings, workers: str) -> None:
    code = (
        "from backend.platform import serve\n"
        "serve.APPLICATION = 'os:wait'\n"  # it raises: there is no process to wait for
        "if __name__ == '__main__': serve.main()\n"
    )
    started = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], env=environment(settings, WORKERS=workers), check=False
    )
    assert started.returncode == 3
