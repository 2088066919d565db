"""Idle keep-alive connections cost little memory and do not delay other clients."""

import asyncio
import resource
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from projects import Server
from stress.load import HOST, encode_request, port_of, run_load
from stress.process import resident_megabytes, server_pid
from waiting import LIMIT

pytestmark = [pytest.mark.matrix, pytest.mark.parametrize("kind", ["sqlite"])]

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


@pytest.mark.usefixtures("many_files")
def test_ten_thousand_idle_connections_cost_little(boot: Callable[..., Server], address: str) -> None:
    server = boot(address)
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
