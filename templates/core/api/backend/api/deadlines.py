"""How long the database may take, in seconds."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import TypeVar

from backend.api.errors import OverloadedError

CONNECT_TIMEOUT = 0.9
STATEMENT_TIMEOUT = 10
TRANSACTION_TIMEOUT = 15
LOCK_TIMEOUT = 5  # for the one lock of SQLite, which another process may hold
WRITE_LOCK_TIMEOUT = 3  # for those of this process that want it
CANCEL_TIMEOUT = 0.05

Result = TypeVar("Result")


@asynccontextmanager
async def deadline(seconds: float) -> AsyncIterator[None]:
    """Give the block so long and no longer: a server that hangs keeps no timeout of its own.

    The first limit asks it to cancel. One that hangs does not answer that either: the second limit
    stops waiting for it and closes the connection.
    """
    last, first = asyncio.timeout(seconds + CANCEL_TIMEOUT), asyncio.timeout(seconds)
    try:
        async with last, first:
            yield
    except TimeoutError:
        if first.expired() or last.expired():
            raise OverloadedError from None
        raise


async def in_time(work: Awaitable[Result], seconds: float) -> Result:
    """Wait so long for the database and no longer."""
    async with deadline(seconds):
        return await work
