"""The production command: what it says when it cannot start, and how it stops."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys

import pytest

from backend.settings import ROOT, Settings

HEAD = b"POST /api/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n"
COMMAND = [sys.executable, "-m", "backend.serve"]


def environment(settings: Settings, **changes: str) -> dict[str, str]:
    """Give what production needs, and nothing of the developer's."""
    url = settings.database_url.get_secret_value()
    return {**os.environ, "ENVIRONMENT": "production", "DATABASE_URL": url, "PORT": "0", **changes}


def refusal(settings: Settings, **changes: str) -> tuple[int, str]:
    finished = subprocess.run(  # noqa: S603
        COMMAND,
        cwd=ROOT,
        env=environment(settings, **changes),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return finished.returncode, finished.stderr


def test_a_taken_port_is_said_in_one_line(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = refusal(settings, PORT=str(port))
    assert code == 1
    assert said == f"error: cannot listen on 127.0.0.1:{port}: it is taken, choose another PORT\n"


def test_a_bad_value_is_said_in_one_line_without_the_value(settings: Settings) -> None:
    code, said = refusal(settings, WORKERS="hunter2")
    assert code == 1
    assert said.startswith("error: WORKERS: ")
    assert said.count("\n") == 1
    assert "hunter2" not in said


def test_workers_that_the_database_could_not_serve_are_refused(settings: Settings) -> None:
    code, said = refusal(settings, WORKERS="9", DATABASE_URL="postgresql://localhost/x")
    assert (code, said.count("\n")) == (1, 1)
    assert "DATABASE_MAX_CONNECTIONS" in said


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_stop_answers_who_has_arrived_and_ends_well(settings: Settings, workers: str) -> None:
    server = subprocess.Popen(  # noqa: S603
        COMMAND,
        cwd=ROOT,
        env=environment(settings, WORKERS=workers),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert server.stderr
        found = re.search(r":(\d+)", server.stderr.readline())
        assert found
        with socket.create_connection(("127.0.0.1", int(found[1])), timeout=60) as client:
            client.sendall(HEAD + b"half")
            wait_until_ready(int(found[1]))
            server.send_signal(signal.SIGTERM)
            client.sendall(b"-half")
            assert client.recv(4096).startswith(b"HTTP/1.1 404 ")
        assert server.wait(timeout=60) == 0
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)  # its workers too: they would hold the pipe open
        server.communicate()


def wait_until_ready(port: int) -> None:
    """Ask until a worker answers: the socket is open before the workers are there."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        client.sendall(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert client.recv(4096).startswith(b"HTTP/1.1 200 ")
