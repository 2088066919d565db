"""Graceful shutdown: accepted requests are completed, and repeated signals cause no deadlock."""

import os
import signal
import socket
import subprocess
import sys

import pytest

from backend.settings import ROOT, Settings
from tests.support.command import serving, wait_until_ready

HEAD = b"POST /api/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"
# Send many signals to the handler, so that some interrupt it.
HANDLER = """
import signal, sys
from uvicorn import Config
from backend.platform.server.graceful_server import DevelopmentServer, DrainingServer
signal.signal(signal.SIGTERM, {handler})
print("ready", flush=True)
sys.stdin.read()
"""
HANDLERS = {
    "serving": "DrainingServer(Config('')).handle_exit",
    "reloading": "DevelopmentServer(Config('', reload=True), print, []).signal_handler",
}


@pytest.mark.parametrize("workers", ["1", "2"])
def test_sigterm_completes_open_requests_and_exits_with_0(settings: Settings, workers: str) -> None:
    with (
        serving(settings, WORKERS=workers) as (server, port),
        socket.create_connection(("127.0.0.1", port), timeout=60) as client,
    ):
        client.sendall(HEAD + b"half")
        wait_until_ready(port)
        server.send_signal(signal.SIGTERM)
        client.sendall(b"-half")
        assert client.recv(4096).startswith(b"HTTP/1.1 404 ")
        assert server.wait(timeout=60) == 0


@pytest.mark.parametrize(("workers", "last"), [("1", "SIGHUP"), ("1", "SIGQUIT"), ("2", "SIGHUP")])
def test_no_signal_loses_an_open_request(settings: Settings, workers: str, last: str) -> None:
    with (
        serving(settings, WORKERS=workers) as (server, port),
        socket.create_connection(("127.0.0.1", port), timeout=60) as client,
    ):
        client.sendall(HEAD + b"half")
        wait_until_ready(port)
        for name in ("SIGUSR1", "SIGUSR2", last):
            os.killpg(server.pid, signal.Signals[name])
        client.sendall(b"-half")
        assert client.recv(4096).startswith(b"HTTP/1.1 404 ")
        if workers == "1":
            assert server.wait(timeout=60) == 0
        else:  # SIGHUP replaces the workers; one that stops is not ready
            wait_until_ready(port, "/health/live")


@pytest.mark.parametrize("handler", HANDLERS)
def test_concurrent_signals_do_not_deadlock(handler: str) -> None:
    script = HANDLER.format(handler=HANDLERS[handler])
    with subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        for _ in range(1_000):
            process.send_signal(signal.SIGTERM)
        try:
            process.communicate(timeout=20)
        finally:
            process.kill()
    assert process.returncode == 0


def test_repeated_ctrl_c_stops_the_development_server(settings: Settings) -> None:
    with serving(settings, "--reload", ENVIRONMENT="development") as (server, port):
        wait_until_ready(port)
        for _ in range(200):
            os.killpg(server.pid, signal.SIGINT)
        assert server.wait(timeout=60) == 0
