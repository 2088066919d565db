"""The way to the database: `fetch` reads, a session writes."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlalchemy import Executable, Row
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.api.connections import connected, create_engine
from backend.api.deadlines import (
    STATEMENT_TIMEOUT,
    TRANSACTION_TIMEOUT,
    WRITE_LOCK_TIMEOUT,
    deadline,
    in_time,
)
from backend.api.middleware.concurrency_limit import ConcurrencyLimit
from backend.settings import Settings


class Database:
    """A pool of connections. It connects at the first query, so a lost database stops no start."""

    def __init__(
        self, settings: Settings, concurrency_limit: ConcurrencyLimit | None = None
    ) -> None:
        self.engine = create_engine(settings)
        self._concurrency_limit = concurrency_limit
        on_sqlite = self.engine.dialect.name == "sqlite"
        self._write_queue = asyncio.Lock() if on_sqlite else None
        self._read_engine = self.engine.execution_options(reads_only=True)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Give a session that commits at the end of the block, or rolls back when it raises."""
        async with (
            self._write_lock(),
            deadline(TRANSACTION_TIMEOUT),
            connected(self.engine) as connection,
            AsyncSession(connection, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @asynccontextmanager
    async def _write_lock(self) -> AsyncIterator[None]:
        """Let one of them wait for SQLite's lock: all of them would leave no connection to read."""
        if self._write_queue is None:
            yield
            return
        async with self._concurrency_limit.released() if self._concurrency_limit else nullcontext():
            await in_time(self._write_queue.acquire(), WRITE_LOCK_TIMEOUT)
        try:
            yield
        finally:
            self._write_queue.release()

    async def fetch(
        self, statement: Executable, values: Mapping[str, object] | None = None
    ) -> Sequence[Row[Any]]:
        """Read the rows of a SELECT: no transaction, no lock, the connection free at once."""
        async with connected(self._read_engine) as connection:
            result = await in_time(connection.execute(statement, values), STATEMENT_TIMEOUT + 1)
            return result.all()

    async def dispose(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


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


# scope="function" commits before the answer; else a client hears 200 and nothing is stored.
SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]
