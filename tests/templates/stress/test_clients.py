"""Streams, slow readers, unfinished or expensive bodies and WebSockets do not stop other clients."""

import asyncio
import base64
import re
import select
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from projects import Server, background, free_port, succeed, wait_until_listening
from stress.load import HOST, LoadResult, encode_request, port_of, run_load, under_load
from stress.process import resident_megabytes, server_pid
from waiting import LIMIT, http_get, http_post, http_stream

pytestmark = [pytest.mark.matrix, pytest.mark.parametrize("kind", ["sqlite"])]

ROUTES = Path(__file__).with_name("probe_routes.py")
SERVE = "from backend.platform import serve; serve.APPLICATION = 'probe_routes:create'; serve.main()"
PRODUCTS = encode_request("GET", "/api/v1/products")
BODY_MEGABYTES = 250  # 64 of large bodies, and 64 KiB of each
UPGRADE = (
    f"Host: {HOST}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    f"Sec-WebSocket-Key: {base64.b64encode(bytes(16)).decode()}\r\n\r\n"
)


Connect = Callable[[Server], socket.socket]


@pytest.fixture
def server(boot: Callable[..., Server], address: str) -> Server:
    """Serve the project as it is, in one process."""
    return boot(address, ENVIRONMENT="production")


@pytest.fixture
def server_with_routes(
    shop: Path, address: str, tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[Server]:
    """Serve the project's API with more routes, and with `websockets` installed."""
    if request.node.callspec.params["shop"] == "django_drf":
        pytest.skip("test_django_streams.py has its streams, and Django has no WebSockets")
    shutil.copy(ROUTES, shop)
    env = {"DATABASE_URL": address, "ENVIRONMENT": "production", "PORT": str(free_port())}
    succeed(shop, "uv", "run", "just", "migrate", env=env)
    command = ["uv", "run", "--with", "websockets", "python", "-c", SERVE]
    log = tmp_path / "server.log"
    with background(command, log, cwd=shop, env=env) as process:
        url = f"http://{HOST}:{env['PORT']}"
        wait_until_listening(f"{url}/health/live", process, log)
        yield Server(url, process, log)
    (shop / ROUTES.name).unlink()


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Return a function that connects to a server."""
    with ExitStack() as sockets:
        yield lambda server: sockets.enter_context(
            socket.create_connection((HOST, port_of(server.url)), timeout=LIMIT)
        )


def wait_until_cut(connections: list[socket.socket]) -> None:
    """Wait until the server has reset all connections, without reading from them."""
    waiting = set(connections)
    while waiting:
        cut = select.poll()
        for connection in waiting:
            cut.register(connection, select.POLLHUP)
        ended = {number for number, _ in cut.poll(LIMIT * 1000)}
        assert ended, f"{len(waiting)} connections are still open"
        waiting = {connection for connection in waiting if connection.fileno() not in ended}


@pytest.mark.parametrize("path", ["/events", "/job", "/upstream"])
def test_requests_that_use_no_database_do_not_stop_others(
    server_with_routes: Server, connect: Connect, path: str
) -> None:
    for _ in range(40):
        connect(server_with_routes).sendall(encode_request("GET", path))
    others = asyncio.run(run_load(port_of(server_with_routes.url), PRODUCTS, 4, 100))
    assert (others.errors, others.statuses()) == ({}, {200})


def test_a_stream_arrives_before_it_ends(server_with_routes: Server) -> None:
    with http_stream("GET", f"{server_with_routes.url}/events") as response:
        assert next(response.iter_text()) == "data: tick\n\n"


def test_clients_that_do_not_read_are_cut(server: Server, connect: Connect) -> None:
    page = http_get(f"{server.url}/api/docs")
    (script,) = re.findall(r"""src=["']([^"']+bundle[^"']*)["']""", page.text)
    path = page.url.join(script).raw_path.decode()
    assert len(http_get(f"{server.url}{path}").content) > 1_000_000
    connections = [connect(server) for _ in range(20)]
    for connection in connections:
        connection.sendall(encode_request("GET", path) * 6)
    others = asyncio.run(run_load(port_of(server.url), PRODUCTS, 4, 100))
    assert (others.errors, others.statuses()) == ({}, {200})
    wait_until_cut(connections)


def test_unfinished_bodies_take_little_memory(server: Server) -> None:
    async def send_most() -> tuple[bytes, float, LoadResult]:
        head = encode_request("POST", "/api/v1/auth/logout")[:-2]
        head += b"Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"

        async def send_one() -> bytes:
            reader, writer = await asyncio.open_connection(HOST, port_of(server.url))
            writer.write(head + b" " * 990_000)
            try:
                return await reader.read(65_536)
            except ConnectionResetError:
                return b""
            finally:
                writer.close()

        sending = [asyncio.create_task(send_one()) for _ in range(600)]
        done, _ = await asyncio.wait(sending, timeout=LIMIT, return_when="FIRST_COMPLETED")
        body = {"refresh_token": "x"}
        request = encode_request("POST", "/api/v1/auth/logout", body)
        others = await run_load(port_of(server.url), request, 4, 100)
        used = resident_megabytes(server_pid(server))
        for task in sending:
            task.cancel()
        return done.pop().result(), used, others

    before = resident_megabytes(server_pid(server))
    refused, used, others = asyncio.run(send_most())
    assert refused.startswith(b"HTTP/1.1 503 ")
    assert (others.errors, others.statuses()) == ({}, {204})
    assert used - before < BODY_MEGABYTES


@pytest.mark.parametrize("fields", [90_000, 20_000])
def test_one_client_with_expensive_json_does_not_stop_others(server: Server, shop: Path, fields: int) -> None:
    # The API of FastAPI does not parse over 20,000 values; that of Django parses in a thread.
    status = 400 if fields > 20_000 and (shop / "backend" / "main.py").exists() else 422
    unknown = {f"{number:x}": 1 for number in range(fields)}
    expensive = encode_request("POST", "/api/v1/auth/refresh", unknown)

    async def run_both() -> tuple[LoadResult, LoadResult]:
        async with under_load(port_of(server.url), expensive, 1) as attack:
            others = await run_load(port_of(server.url), PRODUCTS, 4, 300)
        return attack, others

    asyncio.run(run_load(port_of(server.url), PRODUCTS, 4, 300)).report("reads alone")
    attack, others = asyncio.run(run_both())
    attack.report("expensive JSON")
    others.report("reads beside expensive JSON")
    assert attack.statuses() == {status}
    assert (others.errors, others.statuses()) == ({}, {200})


def test_a_route_accepts_a_larger_upload(server_with_routes: Server) -> None:
    def upload(size: int) -> httpx.Response:
        return http_post(f"{server_with_routes.url}/upload", content=(b"x" * 1_000_000 for _ in range(size)))

    assert upload(40).json() == 40_000_000
    assert upload(60).status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE


def test_websockets_work_if_the_library_is_installed(server_with_routes: Server, connect: Connect) -> None:
    connection = connect(server_with_routes)
    connection.sendall(f"GET /echo HTTP/1.1\r\n{UPGRADE}".encode())
    assert connection.recv(4096).startswith(b"HTTP/1.1 101 ")
    connection.sendall(b"\x81\x83" + bytes(4) + b"tea")  # a text frame, masked with zeros
    assert connection.recv(4096) == b"\x81\x03tea"
    foreign = connect(server_with_routes)
    foreign.sendall(f"GET /echo HTTP/1.1\r\n{UPGRADE}".replace(HOST, "evil.example.com").encode())
    assert foreign.recv(4096).startswith(b"HTTP/1.1 400 ")
    silent = [connect(server_with_routes) for _ in range(5)]
    for each in silent:
        each.sendall(f"GET /flood HTTP/1.1\r\n{UPGRADE}".encode())
    wait_until_cut(silent)
    assert '"status": 101' in server_with_routes.log.read_text()
