"""Database access: `fetch` reads, a session writes."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import Executable, Row, text
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.platform.database.connections import connected, create_engine
from backend.platform.database.limits import WRITE_LOCK_TIMEOUT, ConcurrencyLimit, Deadline, in_time
from backend.platform.database.postgresql import limit_statements
from backend.settings import Settings

SPARE_CONNECTIONS = 2  # for the readiness probe, and for connections that failed requests hold


class Database:
    """A connection pool. It connects at the first query, so start-up needs no database."""

    def __init__(self, settings: Settings) -> None:
        self.engine = create_engine(settings)
        self._settings = settings
        slots = settings.database_pool_size - SPARE_CONNECTIONS
        self.limit = ConcurrencyLimit(slots, settings.max_waiting, settings.wait_seconds)
        on_sqlite = self.engine.dialect.name == "sqlite"
        self._write_lock = asyncio.Lock() if on_sqlite else None
        self.read_engine = self.engine.execution_options(reads_only=True)

    @asynccontextmanager
    async def transaction(self, seconds: float | None = None) -> AsyncIterator[AsyncSession]:
        """Yield a session; commit at the end of the block, or roll back if it raises.

        `seconds` replaces the time limits, both of the transaction and of each statement in it.
        """
        async with (
            self._one_writer(),
            Deadline(seconds or self._settings.transaction_seconds, "The transaction"),
            self.limit,
            connected(self.engine) as connection,
            AsyncSession(connection, expire_on_commit=False) as session,
            session.begin(),
        ):
            if seconds and self._write_lock is None:
                await connection.execute(text(limit_statements(seconds)))
            yield session

    @asynccontextmanager
    async def _one_writer(self) -> AsyncIterator[None]:
        """Let one writer wait for SQLite's lock at a time, to keep connections for reads."""
        if self._write_lock is None:
            yield
            return
        await in_time(self._write_lock.acquire(), WRITE_LOCK_TIMEOUT, "Another write")
        try:
            yield
        finally:
            self._write_lock.release()

    async def fetch(
        self, statement: Executable, values: Mapping[str, object] | None = None
    ) -> Sequence[Row[Any]]:
        """Return the rows of a SELECT, without a transaction; release the connection at once.

        It selects columns, `select(User.id)`: for `select(User)` it raises TypeError.
        """
        _refuse_entities(statement)
        async with self.limit, connected(self.read_engine) as connection:
            work = connection.execute(statement, values)
            return (await in_time(work, self._settings.statement_seconds, "A statement")).all()

    async def dispose(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


@lru_cache(500)  # most statements are kept and used again
def _refuse_entities(statement: Executable) -> None:
    """Raise TypeError if a row would hold an object of a table's class: rows hold values."""
    for each in getattr(statement, "column_descriptions", ()):
        if each["expr"] is each.get("entity"):
            name = each["name"]
            raise TypeError(
                f"fetch returns values, not {name} objects: "
                f"select columns, as in select({name}.id), or use a session"
            )


# Every dependency is `async def`, even without await: FastAPI runs the others in a thread.
async def get_database(request: Request) -> Database:
    """Return the connection pool of the application."""
    database: Database = request.app.state.database
    return database


DatabaseDep = Annotated[Database, Depends(get_database)]


def session_within(seconds: float | None) -> Callable[..., AsyncIterator[AsyncSession]]:
    """Return a dependency: one transaction per request, committed when the endpoint returns."""

    async def get_session(database: DatabaseDep) -> AsyncIterator[AsyncSession]:
        async with database.transaction(seconds) as session:
            yield session

    return get_session


# scope="function" commits before the response is sent; else a 200 could precede a failed commit.
SessionDep = Annotated[AsyncSession, Depends(session_within(None), scope="function")]
