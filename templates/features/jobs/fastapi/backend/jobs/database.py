"""Database access of jobs: synchronous sessions, as a worker has no event loop."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from backend.platform.database import postgresql
from backend.platform.database.connections import SQLITE_BEGIN, SQLITE_PRAGMAS, async_url
from backend.platform.database.text import unicode_lower
from backend.settings import get_settings


@contextmanager
def transaction() -> Iterator[Session]:
    """Yield a session; commit at the end of the block, or roll back if it raises.

    Keep it short, in a long job one for each step: on SQLite nothing else can write meanwhile.
    """
    with Session(_engine(), expire_on_commit=False) as session, session.begin():
        yield session


@cache
def _engine() -> Engine:
    """Create the pool: a connection for each job, and one for the upkeep."""
    settings = get_settings()
    url = async_url(settings.database_url.get_secret_value())
    direct, seconds = settings.database_direct, settings.statement_seconds
    on_sqlite = url.get_backend_name() == "sqlite"
    engine = create_engine(
        url.set(drivername="sqlite") if on_sqlite else url,
        pool_size=settings.jobs_concurrency + 1,
        max_overflow=0,
        hide_parameters=True,
        connect_args={} if on_sqlite else postgresql.arguments(url, seconds, direct=direct),
    )
    begin = SQLITE_BEGIN
    if on_sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
    else:
        postgresql.prepare(engine)
        begin = postgresql.begin_statement(url, seconds, direct=direct)

    @event.listens_for(engine, "begin")
    def begin_transaction(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Let the worker and the server write to one file, as the server does."""
    connection.isolation_level = None
    connection.create_function("unicode_lower", 1, unicode_lower, deterministic=True)
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(pragma)
    cursor.close()
