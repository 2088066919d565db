"""A lock on the database delays writers only, and transactions have a timeout."""

import asyncio
import time

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, text

from backend.main import create_app
from backend.platform.database.session import Database, DatabaseDep, SessionDep
from backend.platform.http.errors import OverloadedError
from backend.settings import Settings
from tests.support.asgi_client import asgi_client


@pytest.fixture
def probe(settings: Settings) -> FastAPI:
    """Return an application with a route that reads and a route that writes."""
    app = create_app(settings)

    @app.get("/read")
    async def read(database: DatabaseDep) -> int:
        return len(await database.fetch(text("SELECT 1")))

    @app.post("/write")
    async def write(session: SessionDep) -> str:
        await session.connection()
        return "done"

    return app


@pytest.mark.anyio
async def test_reads_go_on_while_writes_wait(probe: FastAPI, engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL locks rows")
    async with asgi_client(probe) as client:
        await client.post("/write")  # the first connection enables the write-ahead log
        with engine.connect() as other:
            other.connection.dbapi_connection.isolation_level = None  # type: ignore[union-attr]
            other.exec_driver_sql("BEGIN IMMEDIATE")
            started = time.monotonic()
            writes = [asyncio.create_task(client.post("/write")) for _ in range(30)]
            await asyncio.sleep(0.2)
            reads = [(await client.get("/read")).status_code for _ in range(5)]
            assert (reads, time.monotonic() - started < 2) == ([200] * 5, True)
            refused = await asyncio.gather(*writes)
            other.exec_driver_sql("ROLLBACK")
        assert {response.status_code for response in refused} == {503}
        assert {response.headers["Retry-After"] for response in refused} == {"1"}
        assert time.monotonic() - started < 12
        written = await asyncio.gather(*(client.post("/write") for _ in range(30)))
    assert {response.status_code for response in written} == {200}


@pytest.mark.anyio
async def test_a_transaction_has_its_own_timeout(settings: Settings) -> None:
    database = Database(settings.model_copy(update={"transaction_seconds": 0.2}))

    async def write(seconds: float) -> None:
        async with database.transaction(), asyncio.timeout(seconds):
            await asyncio.sleep(5)

    with pytest.raises(OverloadedError) as raised:
        await write(seconds=5)
    assert raised.value.detail == "The transaction took over 0.2 seconds, try again"
    with pytest.raises(TimeoutError):
        await write(seconds=0.01)
    await database.dispose()
