"""Time limits for database work; those in seconds here are not settings."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import TypeVar

from backend.platform.http.errors import OverloadedError

CONNECT_TIMEOUT = 0.9
LOCK_TIMEOUT = 5  # for SQLite's write lock, which another process may hold
CHECK_TIMEOUT = 2  # for the readiness probe
WRITE_LOCK_TIMEOUT = 3  # for the same lock among the writers of this process
CANCEL_TIMEOUT = 0.05

Result = TypeVar("Result")


@asynccontextmanager
async def deadline(seconds: float, what: str) -> AsyncIterator[None]:
    """Raise OverloadedError after `seconds`: a hanging server ignores its own timeouts.

    The first timeout asks the server to cancel. A hanging server does not respond to that either:
    the second timeout stops waiting and closes the connection.
    """
    last, first = asyncio.timeout(seconds + CANCEL_TIMEOUT), asyncio.timeout(seconds)
    try:
        async with last, first:
            yield
    except TimeoutError:
        if first.expired() or last.expired():
            raise OverloadedError(f"{what} took over {seconds:g} seconds") from None
        raise


async def in_time(work: Awaitable[Result], seconds: float, what: str) -> Result:
    """Await database work, or raise OverloadedError after `seconds`."""
    async with deadline(seconds, what):
        return await work
