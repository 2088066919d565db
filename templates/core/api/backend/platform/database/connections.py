"""Create database connections with options that make SQLite and PostgreSQL behave alike."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DataError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from backend.platform.database import postgresql
from backend.platform.database.limits import CONNECT_TIMEOUT, LOCK_TIMEOUT, in_time
from backend.platform.database.text import unicode_lower
from backend.settings import Settings

POOL_TIMEOUT = 0.8
# IMMEDIATE: upgrading a read lock fails while another connection writes.
SQLITE_BEGIN = "BEGIN IMMEDIATE"
SQLITE_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    f"PRAGMA busy_timeout = {LOCK_TIMEOUT * 1000}",
)


def async_url(database_url: str) -> URL:
    """Add the async driver to a URL, so that DATABASE_URL has the form that platforms provide."""
    url = make_url(database_url)
    on_sqlite = url.get_backend_name() == "sqlite"
    return url.set(drivername="sqlite+aiosqlite" if on_sqlite else "postgresql+psycopg")


def create_engine(settings: Settings) -> AsyncEngine:
    """Create a connection pool in which transactions begin only where they are requested."""
    url = async_url(settings.database_url.get_secret_value())
    direct, seconds = settings.database_direct, settings.statement_seconds
    on_sqlite = url.get_backend_name() == "sqlite"
    engine = create_async_engine(
        url,
        pool_size=settings.database_pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT,
        hide_parameters=True,  # a traceback would log password hashes
        connect_args={} if on_sqlite else postgresql.arguments(url, seconds, direct=direct),
    )
    event.listen(engine.sync_engine, "handle_error", _data_error)
    if on_sqlite:
        _begin_with(engine, SQLITE_BEGIN)
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    else:
        _begin_with(engine, postgresql.begin_statement(url, seconds, direct=direct))
        postgresql.prepare(engine.sync_engine)
    return engine


@asynccontextmanager
async def connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Yield a connection, or raise OverloadedError after 0.9 s."""
    connection = engine.connect()
    await in_time(connection.start(), CONNECT_TIMEOUT, "The connection to the database")
    try:
        yield connection
    finally:
        await connection.close()


def _data_error(context: ExceptionContext) -> DataError | None:
    """Map what a driver raises itself: for an integer beyond 64 bits, or for invalid Unicode."""
    reason = context.original_exception
    if not isinstance(reason, OverflowError | UnicodeEncodeError):
        return None
    return DataError(context.statement, None, reason, hide_parameters=True)


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Let two processes use SQLite: enable the write-ahead log, and wait for locks."""
    connection.isolation_level = None  # the driver begins no transaction itself
    connection.create_function("unicode_lower", 1, unicode_lower, deterministic=True)
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_with(engine: AsyncEngine, statement: str) -> None:
    """Begin a transaction for writes. Reads need none, which saves a lock and two round trips."""

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        if not connection.get_execution_options().get("reads_only"):
            connection.exec_driver_sql(statement)
