"""The way to the database: sessions that write, and connections that only read."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel.ext.asyncio.session import AsyncSession

from backend.api.connections import connected, create_engine
from backend.settings import Settings


class Database:
    """A pool of connections. It connects at the first query, so a lost database stops no start."""

    def __init__(self, settings: Settings) -> None:
        self.engine = create_engine(settings)
        self._read_engine = self.engine.execution_options(reads_only=True)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Give a session that commits at the end of the block, or rolls back when it raises."""
        async with (
            connected(self.engine) as connection,
            AsyncSession(connection, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Give a connection for SELECT alone: it commits by statement and locks nothing."""
        return connected(self._read_engine)

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


async def get_reader(database: DatabaseDep) -> AsyncIterator[AsyncConnection]:
    """Give a connection for SELECT alone."""
    async with database.reading() as connection:
        yield connection


# scope="function" commits before the answer; else a client hears 200 and nothing is stored.
SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]
ReaderDep = Annotated[AsyncConnection, Depends(get_reader, scope="function")]
