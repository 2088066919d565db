"""Run the production server: its command as a separate process, or in a thread."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

from backend.platform.serve import configuration, listen
from backend.platform.server.graceful_server import DrainingServer
from backend.settings import ROOT, Settings

ADDRESS = re.compile(r"Serving on http://.+:(\d+)$")
COMMAND = [sys.executable, "-m", "backend.platform.serve"]


def environment(settings: Settings, **changes: str) -> dict[str, str]:
    """Return the environment for production, without the developer's settings."""
    url = settings.database_url.get_secret_value()
    return {**os.environ, "ENVIRONMENT": "production", "DATABASE_URL": url, "PORT": "0", **changes}


@contextlib.contextmanager
def serving(
    settings: Settings, *flags: str, **changes: str
) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Start the server in its own process group; yield the process and the port."""
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
        server.terminate()  # a process that is killed measures no coverage
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.communicate(timeout=60)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)  # with its workers, which hold the pipe
        server.communicate()


@contextlib.contextmanager
def in_a_thread(
    settings: Settings, application: Callable[..., object] | None = None
) -> Iterator[str]:
    """Run the server in a thread, and yield its URL; `application` replaces the configured one."""
    config = configuration(settings)
    if application is not None:
        config.app, config.factory = application, False
    server = DrainingServer(config)
    listener = listen(settings)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()


def wait_until_ready(port: int, path: str = "/health/ready") -> None:
    """Wait for a response: the socket accepts connections before the workers are started."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as client:
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert client.recv(4096).startswith(b"HTTP/1.1 200 ")
