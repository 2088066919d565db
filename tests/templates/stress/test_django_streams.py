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
PRODUCTS = encode_request("GET", "/api/v1/products")
CLIENTS = 30  # more than the 17 requests that may use the database


@pytest.fixture
def server(
    project_cache: ProjectCache, new_database: Callable[[str], str], tmp_path: Path
) -> Iterator[Server]:
    """Serve a Django project with more views, as in production."""
    shop = project_cache.installed({"stack": "django_drf"}, tmp_path)
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
    server: Server, connect: Callable[[], socket.socket], path: str
) -> None:
    streams = [connect() for _ in range(CLIENTS)]
    for stream in streams:
        stream.sendall(encode_request("GET", path))
        received = b""
        while b"tick" not in received:
            received += stream.recv(4096)
    assert http_get(f"{server.url}/count").text == str(CLIENTS)
    others = asyncio.run(run_load(port_of(server.url), PRODUCTS, 4, 50))
    assert (others.errors, others.statuses()) == ({}, {200})
    for stream in streams:
        stream.close()
    wait_until(lambda: http_get(f"{server.url}/count").text == "0", "a stream without a client goes on")


@pytest.mark.parametrize("path", ["/large", "/flood"])
def test_clients_that_do_not_read_do_not_stop_others(
    server: Server, connect: Callable[[], socket.socket], path: str
) -> None:
    for _ in range(CLIENTS):
        connect().sendall(encode_request("GET", path) * 6)
    others = asyncio.run(run_load(port_of(server.url), PRODUCTS, 4, 50))
    assert (others.errors, others.statuses()) == ({}, {200})
