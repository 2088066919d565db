"""How connections are made: what SQLite and PostgreSQL need to behave alike."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from backend.api.deadlines import CONNECT_TIMEOUT, LOCK_TIMEOUT, STATEMENT_TIMEOUT, in_time
from backend.api.text import unicode_lower
from backend.settings import Settings

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}
POOL_TIMEOUT = 0.8
TRUSTED_SECONDS = 0.2
LAST_ANSWER = "last_answer"
SERVER_ARGUMENTS = {
    "autocommit": True,
    "connect_timeout": 2,
    "tcp_user_timeout": 10_000,  # ms: a machine that is gone closes no connection
}
STATEMENT_OPTION = f"-c statement_timeout={STATEMENT_TIMEOUT}s"
SQLITE_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    f"PRAGMA busy_timeout = {LOCK_TIMEOUT * 1000}",
)


def async_url(database_url: str) -> URL:
    """Choose the async driver, so that DATABASE_URL is written as every platform writes it."""
    url = make_url(database_url)
    return url.set(drivername=DRIVERS.get(url.drivername, url.drivername))


def create_engine(settings: Settings) -> AsyncEngine:
    """Make a pool in which a transaction begins where it is asked for, and nowhere else."""
    url = async_url(settings.database_url.get_secret_value())
    on_sqlite = url.get_backend_name() == "sqlite"
    # What the URL says comes last, and wins.
    options = " ".join([STATEMENT_OPTION, *url.normalized_query.get("options", ())])
    engine = create_async_engine(
        url,
        pool_size=settings.database_pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT,
        hide_parameters=True,  # a traceback would tell the log hashes of passwords
        connect_args={} if on_sqlite else {**SERVER_ARGUMENTS, "options": options},
    )
    event.listen(engine.sync_engine, "begin", _begin)
    if on_sqlite:
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    else:
        event.listen(engine.sync_engine, "connect", _prepare_postgresql)
        _ping_when_idle(engine.sync_engine)
    return engine


@asynccontextmanager
async def connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Connect in time or not at all."""
    connection = engine.connect()
    await in_time(connection.start(), CONNECT_TIMEOUT)
    try:
        yield connection
    finally:
        await connection.close()


def _ping_when_idle(engine: Engine) -> None:
    """Ask an idle connection whether it works; `pool_pre_ping` takes a round trip each time."""

    @event.listens_for(engine, "checkin")
    def remember(_: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        entry.info[LAST_ANSWER] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def check(connection: DBAPIConnection, entry: ConnectionPoolEntry, _: object) -> None:
        now = time.monotonic()
        if now - entry.info.get(LAST_ANSWER, now) < TRUSTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error  # all the others are as old


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Let SQLite take two processes: a log beside the file, and waiting instead of failing."""
    connection.isolation_level = None  # the driver begins nothing by itself
    connection.create_function("unicode_lower", 1, unicode_lower, deterministic=True)
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _prepare_postgresql(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Let every time be in UTC. Said here, since PGTZ would be stronger than a start-up option."""
    cursor = connection.cursor()
    cursor.execute("SET TIME ZONE 'UTC'")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Begin for those who write. A read needs no transaction: no lock, and two round trips less."""
    if not connection.get_execution_options().get("reads_only"):
        # At once on SQLite: turning a read lock into a write lock fails when another one writes.
        immediate = " IMMEDIATE" if connection.dialect.name == "sqlite" else ""
        connection.exec_driver_sql(f"BEGIN{immediate}")
