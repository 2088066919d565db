"""PostgreSQL connections, also through a pooler such as PgBouncer in transaction mode.

A pooler gives each transaction another server connection: nothing may outlast a transaction,
neither an option nor a prepared statement. Only the time zone may, which PgBouncer carries over.
"""

import time
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

MAX_IDLE_SECONDS = 0.2
LAST_USED = "last_used"
ARGUMENTS = {
    "autocommit": True,
    "connect_timeout": 2,
    "tcp_user_timeout": 10_000,  # ms: an unreachable host closes no connection
}
TIMEOUT = "statement_timeout"
POOLED = {"prepare_threshold": None}


def arguments(url: URL, seconds: float, *, direct: bool) -> dict[str, Any]:
    """Return the driver's arguments. Options of the URL come last, so they take precedence."""
    if not direct:
        return ARGUMENTS | POOLED
    limit = f"-c {TIMEOUT}={seconds:g}s"
    return {**ARGUMENTS, "options": " ".join([limit, *_options(url)])}


def begin_statement(url: URL, seconds: float, *, direct: bool) -> str:
    """Return the statement that begins a transaction in which statements have a timeout."""
    if direct or any(TIMEOUT in option for option in _options(url)):
        return "BEGIN"
    return f"BEGIN; {limit_statements(seconds)}"


def limit_statements(seconds: float) -> str:
    """Return the statement that limits those of the transaction."""
    return f"SET LOCAL {TIMEOUT} = '{seconds:g}s'"


def _options(url: URL) -> tuple[str, ...]:
    return tuple(url.normalized_query.get("options", ()))


def prepare(engine: Engine) -> None:
    """Use UTC on every connection, and test one before use if it was idle for 0.2 s.

    `pool_pre_ping` would cost a round trip at every checkout.
    """

    @event.listens_for(engine, "connect")
    def set_time_zone(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute("SET TIME ZONE 'UTC'")  # as a start-up option, PGTZ would override it
        cursor.close()

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
