"""Sessions of the admin: with a connection only while one is used."""

from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import wraps
from typing import Any, TypeVar, cast

from sqlalchemy.ext.asyncio import AsyncSession  # SQLModel's warns about the library's `execute`
from starlette.requests import Request
from starlette_admin.helpers import run_on_commit_callbacks

from backend.platform.database.connections import connected
from backend.platform.database.limits import Deadline

Method = TypeVar("Method", bound=Callable[..., Coroutine[Any, Any, Any]])


@asynccontextmanager
async def reading(request: Request) -> AsyncIterator[None]:
    """Give the request a session without a transaction, unless it is in one."""
    if hasattr(request.state, "session"):
        yield
        return
    database, settings = request.app.state.database, request.app.state.settings
    async with (
        Deadline(settings.statement_seconds, "A statement"),
        database.limit,
        connected(database.read_engine) as connection,
        AsyncSession(connection, expire_on_commit=False) as session,
    ):
        request.state.session = session
        try:
            yield
        finally:
            del request.state.session


@asynccontextmanager
async def writing(request: Request) -> AsyncIterator[AsyncSession]:
    """Give the request a session, and commit at the end of the block.

    `request.state.transaction` is a session of the API in the same transaction.
    """
    async with (
        request.app.state.database.transaction() as request.state.transaction,
        AsyncSession(
            await request.state.transaction.connection(), expire_on_commit=False
        ) as session,
    ):
        request.state.session = session
        try:
            yield session
            await session.commit()  # only flushes: the outer transaction commits
        finally:
            del request.state.session
    await run_on_commit_callbacks(request)


def reads(method: Method) -> Method:
    """Give a method of the library a session to read with."""

    @wraps(method)
    async def run(self: object, request: Request, *args: object, **options: object) -> object:
        async with reading(request):
            return await method(self, request, *args, **options)

    return cast("Method", run)
