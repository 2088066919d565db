"""Database access: `fetch` reads, a session writes."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from typing import Annotated, Any
from weakref import WeakSet

from fastapi import Depends, Request
from sqlalchemy import Executable, Row
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.platform.database.connections import connected, create_engine
from backend.platform.http.concurrency_limit import ConcurrencyLimit
from backend.platform.http.deadlines import (
    STATEMENT_TIMEOUT,
    TRANSACTION_TIMEOUT,
    WRITE_LOCK_TIMEOUT,
    deadline,
    in_time,
)
from backend.settings import Settings


class Database:
    """A connection pool. It connects at the first query, so start-up needs no database."""

    def __init__(
        self, settings: Settings, concurrency_limit: ConcurrencyLimit | None = None
    ) -> None:
        self.engine = create_engine(settings)
        self._concurrency_limit = concurrency_limit
        on_sqlite = self.engine.dialect.name == "sqlite"
        self._write_lock = asyncio.Lock() if on_sqlite else None
        self._checked = WeakSet[Executable]()
        self._read_engine = self.engine.execution_options(reads_only=True)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Yield a session; commit at the end of the block, or roll back if it raises."""
        async with (
            self._one_writer(),
            deadline(TRANSACTION_TIMEOUT),
            connected(self.engine) as connection,
            AsyncSession(connection, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @asynccontextmanager
    async def _one_writer(self) -> AsyncIterator[None]:
        """Let one writer wait for SQLite's lock at a time, to keep connections for reads."""
        if self._write_lock is None:
            yield
            return
        async with self._concurrency_limit.released() if self._concurrency_limit else nullcontext():
            await in_time(self._write_lock.acquire(), WRITE_LOCK_TIMEOUT)
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
        if statement not in self._checked:
            _refuse_entities(statement)
            self._checked.add(statement)
        async with connected(self._read_engine) as connection:
            result = await in_time(connection.execute(statement, values), STATEMENT_TIMEOUT)
            return result.all()

    async def dispose(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


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


async def get_session(database: DatabaseDep) -> AsyncIterator[AsyncSession]:
    """Yield one transaction per request, committed when the endpoint returns."""
    async with database.transaction() as session:
        yield session


# scope="function" commits before the response is sent; else a 200 could precede a failed commit.
SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]
