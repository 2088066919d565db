"""The production command, run as a process of its own."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

from backend.settings import ROOT, Settings

ADDRESS = re.compile(r"Serving on http://127\.0\.0\.1:(\d+)")
COMMAND = [sys.executable, "-m", "backend.serve"]


def environment(settings: Settings, **changes: str) -> dict[str, str]:
    """Give what production needs, and nothing of the developer's."""
    url = settings.database_url.get_secret_value()
    return {**os.environ, "ENVIRONMENT": "production", "DATABASE_URL": url, "PORT": "0", **changes}


@contextlib.contextmanager
def serving(
    settings: Settings, *flags: str, **changes: str
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Start it; gives the process, which leads a group of its own, and the port."""
    server = subprocess.Popen(  # noqa: S603
        [*COMMAND, *flags],
        cwd=ROOT,
        env=environment(settings, **changes),
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert server.stderr
        port = next(found[1] for line in server.stderr if (found := ADDRESS.match(line)))
        yield server, int(port)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)  # its workers too: they would hold the pipe open
        server.communicate()


def wait_until_ready(port: int) -> None:
    """Ask until a worker answers: the socket is open before the workers are there."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        client.sendall(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert client.recv(4096).startswith(b"HTTP/1.1 200 ")
