"""How connections are made: what SQLite and PostgreSQL need to behave alike."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from backend.api.errors import OverloadedError
from backend.settings import Settings

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}
POOL_TIMEOUT = 0.8
CONNECT_TIMEOUT = 0.9
SERVER_ARGUMENTS = {
    "autocommit": True,
    "connect_timeout": 2,
    "options": "-c statement_timeout=10s",
}
SQLITE_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA busy_timeout = 20000",
)


def async_url(database_url: str) -> URL:
    """Choose the async driver, so that DATABASE_URL is written as every platform writes it."""
    url = make_url(database_url)
    return url.set(drivername=DRIVERS.get(url.drivername, url.drivername))


def create_engine(settings: Settings) -> AsyncEngine:
    """Make a pool in which a transaction begins where it is asked for, and nowhere else."""
    url = async_url(settings.database_url.get_secret_value())
    on_sqlite = url.get_backend_name() == "sqlite"
    engine = create_async_engine(
        url,
        pool_size=settings.database_pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT,
        pool_pre_ping=not on_sqlite,
        connect_args={} if on_sqlite else SERVER_ARGUMENTS,
    )
    event.listen(engine.sync_engine, "begin", _begin)
    if on_sqlite:
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    return engine


@asynccontextmanager
async def connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Connect in time or not at all, also to a database that hangs and answers no cancellation."""
    connection = engine.connect()
    starting = asyncio.ensure_future(connection.start())
    done, _ = await asyncio.wait({starting}, timeout=CONNECT_TIMEOUT)
    if not done:
        starting.cancel()
        raise OverloadedError
    starting.result()
    try:
        yield connection
    finally:
        await connection.close()


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Let SQLite take two processes: a log beside the file, and waiting instead of failing."""
    connection.isolation_level = None  # the driver begins nothing by itself
    connection.create_function("unicode_lower", 1, str.lower, deterministic=True)
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin(connection: Connection) -> None:
    """Begin for those who write. A read needs no transaction: no lock, and two round trips less."""
    if not connection.get_execution_options().get("reads_only"):
        # At once on SQLite: turning a read lock into a write lock fails when another one writes.
        immediate = " IMMEDIATE" if connection.dialect.name == "sqlite" else ""
        connection.exec_driver_sql(f"BEGIN{immediate}")
