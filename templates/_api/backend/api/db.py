"""The way to the database: one pool, sessions that write and connections that only read."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.api.errors import OverloadedError
from backend.settings import Settings

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}
POOL_TIMEOUT = 0.8
CONNECT_TIMEOUT = 0.9
SERVER_ARGUMENTS = {"connect_timeout": 2, "options": "-c statement_timeout=10s"}
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


class Database:
    """A pool of connections. It connects at the first query, so a lost database stops no start."""

    def __init__(self, settings: Settings) -> None:
        url = async_url(settings.database_url.get_secret_value())
        on_sqlite = url.get_backend_name() == "sqlite"
        self.engine = create_async_engine(
            url,
            pool_size=settings.database_pool_size,
            max_overflow=0,
            pool_timeout=POOL_TIMEOUT,
            pool_pre_ping=not on_sqlite,
            connect_args={} if on_sqlite else SERVER_ARGUMENTS,
        )
        if on_sqlite:
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_immediate)
        # A read needs no transaction: on SQLite no lock, on PostgreSQL two round trips less.
        reading = {"reads_only": True} if on_sqlite else {"isolation_level": "AUTOCOMMIT"}
        self._read_engine = self.engine.execution_options(**reading)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Give a session that commits at the end of the block, or rolls back when it raises."""
        async with (
            _connected(self.engine) as connection,
            AsyncSession(connection, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Give a connection for SELECT alone: it commits by statement and locks nothing."""
        return _connected(self._read_engine)

    async def dispose(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


@asynccontextmanager
async def _connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
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


def _begin_immediate(connection: Connection) -> None:
    """Take the write lock at once: upgrading a read lock later fails when another one writes."""
    if not connection.get_execution_options().get("reads_only"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


# Every dependency is `async def`, also where nothing waits: FastAPI runs the others in a thread.
async def get_database(request: Request) -> Database:
    """Find the pool that the application was made with."""
    database: Database = request.app.state.database
    return database


DatabaseDep = Annotated[Database, Depends(get_database)]


async def get_session(database: DatabaseDep) -> AsyncIterator[AsyncSession]:
    """Give one transaction a request: committed when the endpoint returns."""
    async with database.transaction() as session:
        yield session


async def get_reader(database: DatabaseDep) -> AsyncIterator[AsyncConnection]:
    """Give a connection for SELECT alone."""
    async with database.reading() as connection:
        yield connection


# scope="function" commits before the answer; else a client hears 200 and nothing is stored.
SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]
ReaderDep = Annotated[AsyncConnection, Depends(get_reader, scope="function")]
