"""Requests that use the database wait for a connection, then get 503; all others are served."""

import asyncio
from collections.abc import AsyncIterator

import httpx2
import pytest
from fastapi import BackgroundTasks
from fastapi.responses import StreamingResponse
from sqlalchemy import text

from backend.main import create_app
from backend.platform.database.session import DatabaseDep, SessionDep
from backend.platform.http.concurrency_limit import ConcurrencyLimit
from backend.platform.http.errors import OverloadedError
from backend.settings import Settings
from tests.support.asgi_client import asgi_client

pytestmark = pytest.mark.anyio


class Probe:
    """An application with two database connections for requests, and routes that hold on."""

    def __init__(self, settings: Settings) -> None:
        self.app = create_app(settings.model_copy(update={"database_pool_size": 4}))
        self.go_on = asyncio.Event()
        self.app.get("/stream")(self.stream)
        self.app.get("/upstream")(self.upstream)
        self.app.get("/job")(self.job)
        self.app.get("/read")(self.read)
        self.app.get("/hold")(self.hold)

    async def stream(self, _: SessionDep) -> StreamingResponse:
        """Send an endless stream; the session is closed before it starts."""
        return StreamingResponse(self._ticks())

    async def _ticks(self) -> AsyncIterator[str]:
        await self.go_on.wait()
        yield "tick"

    async def upstream(self) -> None:
        """Wait for another service."""
        await self.go_on.wait()

    async def job(self, tasks: BackgroundTasks) -> None:
        """Start work that goes on after the response."""
        tasks.add_task(self.go_on.wait)

    async def read(self, database: DatabaseDep) -> int:
        """Use the database."""
        return len(await database.fetch(text("SELECT 1")))

    async def hold(self, database: DatabaseDep) -> None:
        """Use the database for long, without SQLite's write lock."""
        async with database.limit:
            await self.go_on.wait()


@pytest.fixture
def probe(settings: Settings) -> Probe:
    """Return the application."""
    return Probe(settings)


async def start(client: httpx2.AsyncClient, path: str, times: int) -> list[asyncio.Task[int]]:
    """Send requests, and let them reach the point where they wait."""

    async def send() -> int:
        return (await client.get(path)).status_code

    tasks = [asyncio.create_task(send()) for _ in range(times)]
    await asyncio.sleep(0.1)
    return tasks


@pytest.mark.parametrize("path", ["/stream", "/upstream", "/job"])
async def test_a_request_holds_no_slot_while_it_uses_no_connection(probe: Probe, path: str) -> None:
    async with asgi_client(probe.app) as client:
        waiting = await start(client, path, 20)
        assert (await client.get("/read")).status_code == 200
        probe.go_on.set()
        assert await asyncio.gather(*waiting) == [200] * 20


async def test_overload_is_503_and_health_checks_still_respond(probe: Probe) -> None:
    async with asgi_client(probe.app) as client:
        holding = await start(client, "/hold", 2)
        refused = await asyncio.gather(*(client.get("/read") for _ in range(400)))
        assert {response.status_code for response in refused} == {503}
        assert {response.headers["Retry-After"] for response in refused} == {"1"}
        assert (await client.get("/health/live")).status_code == 200
        assert (await client.get("/health/ready")).status_code == 200
        assert not any(task.done() for task in holding)  # refused while the others still ran
        probe.go_on.set()
        assert await asyncio.gather(*holding) == [200] * 2
        assert (await client.get("/read")).status_code == 200


async def test_an_admitted_request_goes_first() -> None:
    limit = ConcurrencyLimit(1, max_waiting=1, wait_seconds=60)
    order: list[str] = []

    async def wait(name: str, *, first: bool) -> None:
        await limit.acquire(first=first)
        order.append(name)
        limit.release()

    await limit.acquire()
    waiting = [
        asyncio.create_task(wait(name, first=name == "admitted")) for name in ("new", "admitted")
    ]
    await asyncio.sleep(0)
    with pytest.raises(OverloadedError):
        await limit.acquire()
    limit.release()
    await asyncio.gather(*waiting)
    assert order == ["admitted", "new"]


async def test_a_cancelled_wait_loses_no_slot() -> None:
    limit = ConcurrencyLimit(1, max_waiting=9, wait_seconds=60)

    async def use() -> None:
        async with limit:
            await asyncio.sleep(0)

    for steps in range(5):
        tasks = [asyncio.create_task(use()) for _ in range(3)]
        for _ in range(steps):
            await asyncio.sleep(0)
        tasks[1].cancel()
        await asyncio.wait(tasks)
    async with asyncio.timeout(60):
        await use()
