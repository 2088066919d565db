"""The way to the database: one pool, sessions that write and connections that only read."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.settings import Settings

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}
POOL_TIMEOUT = 0.9
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
        self.read_engine = self.engine.execution_options(**reading)
        self.sessions = async_sessionmaker(self.engine, class_=AsyncSession, expire_on_commit=False)
        self.read_sessions = async_sessionmaker(self.read_engine, class_=AsyncSession)

    async def dispose(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


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


def get_database(request: Request) -> Database:
    """Find the pool that the application was made with."""
    database: Database = request.app.state.database
    return database


DatabaseDep = Annotated[Database, Depends(get_database)]


async def get_session(database: DatabaseDep) -> AsyncIterator[AsyncSession]:
    """Give one transaction: committed when the endpoint returns, rolled back when it raises."""
    async with database.sessions.begin() as session:
        yield session


async def get_reader(database: DatabaseDep) -> AsyncIterator[AsyncConnection]:
    """Give a connection for SELECT alone: it commits statement by statement and locks nothing."""
    async with database.read_engine.connect() as connection:
        yield connection


# scope="function" commits before the answer; else a client hears 200 and nothing is stored.
SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]
ReaderDep = Annotated[AsyncConnection, Depends(get_reader, scope="function")]
