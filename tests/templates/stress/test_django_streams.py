"""Django: open streams and slow readers do not stop other clients, and a stream ends with its client."""

import asyncio
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from projects import ProjectCache, Server, background, free_port, succeed, wait_until_listening
from stress.load import HOST, encode_request, port_of, run_load
from waiting import http_get, wait_until

pytestmark = pytest.mark.matrix

VIEWS = Path(__file__).parents[2] / "fixtures" / "probe_views.py"
SERVE = "from backend.platform import serve; serve.APPLICATION = 'probe_views:create'; serve.main()"
# A page of each project's Django that needs a concurrency slot.
PAGES = {"django_drf": "/api/v1/products", "hybrid": "/admin/login/"}
CLIENTS = 30  # more than the 17 requests that may use the database


@pytest.fixture(params=PAGES)
def stack(request: pytest.FixtureRequest) -> str:
    """Return each stack with Django."""
    return str(request.param)


@pytest.fixture
def others(stack: str) -> bytes:
    """Return the request of clients that a stream must not stop."""
    return encode_request("GET", PAGES[stack])


@pytest.fixture
def server(
    project_cache: ProjectCache, new_database: Callable[[str], str], tmp_path: Path, stack: str
) -> Iterator[Server]:
    """Serve the Django of a project with more views, as in production."""
    shop = project_cache.installed({"stack": stack}, tmp_path)
    shutil.copy(VIEWS, shop)
    env = {"DATABASE_URL": new_database("postgresql"), "PORT": str(free_port())}
    succeed(shop, "uv", "run", "just", "migrate", env=env)
    log = tmp_path / "server.log"
    with background(["uv", "run", "python", "-c", SERVE], log, cwd=shop, env=env) as process:
        url = f"http://{HOST}:{env['PORT']}"
        wait_until_listening(f"{url}/health/live", process, log)
        yield Server(url, process, log)


@pytest.fixture
def connect(server: Server) -> Iterator[Callable[[], socket.socket]]:
    """Return a function that connects to the server."""
    with ExitStack() as sockets:
        yield lambda: sockets.enter_context(socket.create_connection((HOST, port_of(server.url)), timeout=60))


@pytest.mark.parametrize("path", ["/sync", "/async"])
def test_open_streams_do_not_stop_others_and_end_with_their_clients(
    server: Server, connect: Callable[[], socket.socket], path: str, others: bytes
) -> None:
    streams = [connect() for _ in range(CLIENTS)]
    for stream in streams:
        stream.sendall(encode_request("GET", path))
        received = b""
        while b"tick" not in received:
            received += stream.recv(4096)
    assert http_get(f"{server.url}/count").text == str(CLIENTS)
    served = asyncio.run(run_load(port_of(server.url), others, 4, 50))
    assert (served.errors, served.statuses()) == ({}, {200})
    for stream in streams:
        stream.close()
    wait_until(lambda: http_get(f"{server.url}/count").text == "0", "a stream without a client goes on")


@pytest.mark.parametrize("path", ["/large", "/flood"])
def test_clients_that_do_not_read_do_not_stop_others(
    server: Server, connect: Callable[[], socket.socket], path: str, others: bytes
) -> None:
    for _ in range(CLIENTS):
        connect().sendall(encode_request("GET", path) * 6)
    served = asyncio.run(run_load(port_of(server.url), others, 4, 50))
    assert (served.errors, served.statuses()) == ({}, {200})
