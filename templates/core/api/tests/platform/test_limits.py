"""Limits of database work and of bodies: other requests go on, and a route can allow more."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse
from sqlalchemy import text

from backend.main import create_app
from backend.platform.database.session import DatabaseDep, SessionDep
from backend.settings import Settings
from tests.support.server import asgi_client

pytestmark = pytest.mark.anyio


@pytest.fixture
def go_on() -> asyncio.Event:
    """Return the event that all open requests wait for."""
    return asyncio.Event()


@pytest.fixture
def max_waiting() -> int:
    """Return how many requests may wait for a connection."""
    return 256


@pytest.fixture
def probe(settings: Settings, go_on: asyncio.Event, max_waiting: int) -> FastAPI:
    """Return an application that may use two database connections, with routes that hold on."""
    limits = {"database_pool_size": 4, "max_waiting": max_waiting}
    app = create_app(settings.model_copy(update=limits))
    app.state.both_hold = asyncio.Barrier(3)

    async def ticks() -> AsyncIterator[str]:
        await go_on.wait()
        yield "tick"

    @app.get("/stream")
    async def stream(_: SessionDep) -> StreamingResponse:
        return StreamingResponse(ticks())

    @app.get("/read")
    async def read(database: DatabaseDep) -> int:
        return len(await database.fetch(text("SELECT 1")))

    @app.get("/hold")
    async def hold(database: DatabaseDep) -> None:
        async with database.limit:
            await app.state.both_hold.wait()
            await go_on.wait()

    @app.post("/upload", max_body_size=2_000_000)
    async def upload(request: Request) -> int:
        return sum([len(part) async for part in request.stream()])

    return app


async def test_a_stream_holds_no_connection(probe: FastAPI, go_on: asyncio.Event) -> None:
    async with asgi_client(probe) as client, asyncio.TaskGroup() as tasks:
        streams = [tasks.create_task(client.get("/stream")) for _ in range(2)]
        await asyncio.sleep(0.1)
        assert (await client.get("/read")).status_code == 200
        go_on.set()
    assert {stream.result().text for stream in streams} == {"tick"}


@pytest.mark.parametrize("max_waiting", [0])
async def test_too_much_database_work_is_503(probe: FastAPI, go_on: asyncio.Event) -> None:
    async with asgi_client(probe) as client, asyncio.TaskGroup() as tasks:
        holding = [tasks.create_task(client.get("/hold")) for _ in range(2)]
        await probe.state.both_hold.wait()
        refused = await client.get("/read")
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
        assert (await client.get("/health/ready")).status_code == 200
        go_on.set()
    assert {one.result().status_code for one in holding} == {200}


async def test_a_route_can_allow_a_larger_body(probe: FastAPI) -> None:
    async with asgi_client(probe) as client:
        for path, size, status in [
            ("/read", 1_048_577, 413),
            ("/upload", 2_000_000, 200),
            ("/upload", 2_000_001, 413),
        ]:
            response = await client.request("POST", path, content=b"x" * size)
            assert response.status_code == status
