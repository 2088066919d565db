"""Create database connections with options that make SQLite and PostgreSQL behave alike."""

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
from backend.api.driver_errors import name_unsendable_values
from backend.api.text import unicode_lower
from backend.settings import Settings

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}
POOL_TIMEOUT = 0.8
MAX_IDLE_SECONDS = 0.2
LAST_USED = "last_used"
SERVER_ARGUMENTS = {
    "autocommit": True,
    "connect_timeout": 2,
    "tcp_user_timeout": 10_000,  # ms: an unreachable host closes no connection
}
STATEMENT_OPTION = f"-c statement_timeout={STATEMENT_TIMEOUT}s"
SQLITE_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    f"PRAGMA busy_timeout = {LOCK_TIMEOUT * 1000}",
)


def async_url(database_url: str) -> URL:
    """Add the async driver to a URL, so that DATABASE_URL has the form that platforms provide."""
    url = make_url(database_url)
    return url.set(drivername=DRIVERS.get(url.drivername, url.drivername))


def create_engine(settings: Settings) -> AsyncEngine:
    """Create a connection pool in which transactions begin only where they are requested."""
    url = async_url(settings.database_url.get_secret_value())
    on_sqlite = url.get_backend_name() == "sqlite"
    # Options of the URL come last, so they take precedence.
    options = " ".join([STATEMENT_OPTION, *url.normalized_query.get("options", ())])
    engine = create_async_engine(
        url,
        pool_size=settings.database_pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT,
        hide_parameters=True,  # a traceback would log password hashes
        connect_args={} if on_sqlite else {**SERVER_ARGUMENTS, "options": options},
    )
    name_unsendable_values(engine.sync_engine)
    event.listen(engine.sync_engine, "begin", _begin)
    if on_sqlite:
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    else:
        event.listen(engine.sync_engine, "connect", _prepare_postgresql)
        _ping_when_idle(engine.sync_engine)
    return engine


@asynccontextmanager
async def connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Yield a connection, or raise OverloadedError after 0.9 s."""
    connection = engine.connect()
    await in_time(connection.start(), CONNECT_TIMEOUT)
    try:
        yield connection
    finally:
        await connection.close()


def _ping_when_idle(engine: Engine) -> None:
    """Ping connections idle for 0.2 s; `pool_pre_ping` costs a round trip at every checkout."""

    @event.listens_for(engine, "checkin")
    def remember(_: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
        entry.info[LAST_USED] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def check(connection: DBAPIConnection, entry: ConnectionPoolEntry, _: object) -> None:
        now = time.monotonic()
        if now - entry.info.get(LAST_USED, now) < MAX_IDLE_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error  # the other connections are as old


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Let two processes use SQLite: enable the write-ahead log, and wait for locks."""
    connection.isolation_level = None  # the driver begins no transaction itself
    connection.create_function("unicode_lower", 1, unicode_lower, deterministic=True)
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _prepare_postgresql(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Set the time zone to UTC. Set here, because PGTZ would override a start-up option."""
    cursor = connection.cursor()
    cursor.execute("SET TIME ZONE 'UTC'")
    cursor.close()


def _begin(connection: Connection) -> None:
    """Begin a transaction for writes. Reads need none, which saves a lock and two round trips."""
    if not connection.get_execution_options().get("reads_only"):
        # IMMEDIATE on SQLite: upgrading a read lock fails while another connection writes.
        immediate = " IMMEDIATE" if connection.dialect.name == "sqlite" else ""
        connection.exec_driver_sql(f"BEGIN{immediate}")
