"""Idle keep-alive connections cost little memory and do not delay other clients."""

import asyncio
import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from projects import Server, background, free_port, succeed, wait_until_listening
from stress.load import HOST, encode_request, port_of, run_load
from stress.process import resident_megabytes, server_pid
from waiting import LIMIT

pytestmark = [pytest.mark.matrix, pytest.mark.parametrize("kind", ["sqlite"])]

SERVE = f"from backend.platform import serve; serve.KEEP_ALIVE_SECONDS = {10 * LIMIT:.0f}; serve.main()"
IDLE = 10_000
MEGABYTES = 200
ALIVE = encode_request("GET", "/health/live")


@pytest.fixture
def many_files() -> Iterator[None]:
    """Raise this process's limit of open files to the maximum that the system allows."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (before[1], before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.fixture
def server(shop: Path, address: str, tmp_path: Path) -> Iterator[Server]:
    """Serve the project with a timeout for idle connections that a busy machine does not reach."""
    env = {"DATABASE_URL": address, "PORT": str(free_port())}
    succeed(shop, "uv", "run", "just", "migrate", env=env)
    log = tmp_path / "server.log"
    with background(["uv", "run", "python", "-c", SERVE], log, cwd=shop, env=env) as process:
        url = f"http://{HOST}:{env['PORT']}"
        wait_until_listening(f"{url}/health/ready", process, log)
        yield Server(url, process, log)


@pytest.mark.usefixtures("many_files")
def test_ten_thousand_idle_connections_cost_little(server: Server) -> None:
    port = port_of(server.url)
    with ExitStack() as sockets:
        idle = [
            sockets.enter_context(socket.create_connection((HOST, port), timeout=LIMIT)) for _ in range(IDLE)
        ]
        others = asyncio.run(run_load(port, encode_request("GET", "/api/v1/products"), 4, 100))
        others.report("reads beside idle connections")
        assert (others.errors, others.statuses()) == ({}, {200})
        for connection in idle[::100]:
            connection.sendall(ALIVE)
            assert connection.recv(4096).startswith(b"HTTP/1.1 200 ")
        assert resident_megabytes(server_pid(server)) < MEGABYTES
