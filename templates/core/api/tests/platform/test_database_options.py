"""PostgreSQL behind a pooler or reached directly: options, timeouts, prepared statements."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, event, text

from backend.platform.database.connections import create_engine
from backend.platform.database.session import Database
from backend.platform.http.errors import OverloadedError
from backend.settings import Settings

OPTIONS = "?options=-c%20work_mem%3D8MB"
DIRECT = {"options": "-c statement_timeout=10s"}
DIRECT_WITH_OPTIONS = {"options": "-c statement_timeout=10s -c work_mem=8MB"}
POOLED = {"prepare_threshold": None}
PREPARED = text("SELECT count(*) FROM pg_prepared_statements")


@pytest.fixture
def on_postgresql(engine: Engine) -> None:
    """Skip the test on SQLite."""
    if engine.dialect.name == "sqlite":
        pytest.skip("only PostgreSQL has a server")


@pytest.fixture(params=[False, True], ids=["pooled", "direct"])
async def database(settings: Settings, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """Yield a pool of connections that are said to be pooled, or direct."""
    database = Database(settings.model_copy(update={"database_direct": request.param}))
    yield database
    await database.dispose()


@pytest.mark.parametrize(
    ("query", "direct", "expected"),
    [
        ("", True, DIRECT),
        (OPTIONS, True, DIRECT_WITH_OPTIONS),
        ("", False, POOLED),
        (OPTIONS, False, POOLED | {"options": "-c work_mem=8MB"}),
    ],
)
def test_a_pooler_gets_no_options_but_those_of_the_url(
    settings: Settings, query: str, *, direct: bool, expected: dict[str, object]
) -> None:
    url = SecretStr(f"postgresql://localhost/shop{query}")
    changed = {"database_url": url, "database_direct": direct}
    engine = create_engine(settings.model_copy(update=changed)).sync_engine
    passed: list[dict[str, Any]] = []

    @event.listens_for(engine, "do_connect")
    def record(*arguments: dict[str, Any]) -> None:
        passed.append(arguments[-1])
        raise ConnectionError

    with pytest.raises(ConnectionError):
        engine.connect()
    names = ("options", "prepare_threshold")
    assert {name: passed[0][name] for name in names if name in passed[0]} == expected


@pytest.mark.anyio
@pytest.mark.usefixtures("on_postgresql")
async def test_every_transaction_has_a_statement_timeout(database: Database) -> None:
    for _ in range(8):  # more often than a driver waits before it prepares a statement
        async with database.transaction() as session:
            connection = await session.connection()
            assert await connection.scalar(text("SHOW statement_timeout")) == "10s"
            assert await connection.scalar(text("SHOW timezone")) == "UTC"


@pytest.mark.anyio
@pytest.mark.usefixtures("on_postgresql")
@pytest.mark.parametrize("direct", [False, True])
async def test_only_direct_connections_prepare_statements(
    settings: Settings, *, direct: bool
) -> None:
    database = Database(settings.model_copy(update={"database_direct": direct}))
    prepared = [(await database.fetch(PREPARED))[0][0] for _ in range(8)]
    await database.dispose()
    assert (prepared[-1] > 0) is direct


@pytest.mark.anyio
@pytest.mark.usefixtures("on_postgresql")
async def test_a_read_that_takes_too_long_is_cancelled_on_the_server(settings: Settings) -> None:
    database = Database(settings.model_copy(update={"statement_seconds": 0.5}))
    running = text(
        "SELECT 1 FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(60)' AND state = 'active'"
    )
    with pytest.raises(OverloadedError):
        await database.fetch(text("SELECT pg_sleep(60)"))
    async with asyncio.timeout(30):
        while await database.fetch(running):
            continue
