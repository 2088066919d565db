"""How long the database may take, in seconds."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

from backend.api.errors import OverloadedError

CONNECT_TIMEOUT = 0.9
STATEMENT_TIMEOUT = 10
LOCK_TIMEOUT = 5  # for the one lock of SQLite, which another process may hold
TURN_TIMEOUT = 3  # for those of this process that want it
CANCEL_TIMEOUT = 0.05

Result = TypeVar("Result")


async def in_time(work: Awaitable[Result], seconds: float) -> Result:
    """Wait so long for the database and no longer.

    The first limit asks it to cancel. One that hangs does not answer that either: the second limit
    stops waiting for it and closes the connection.
    """
    try:
        async with asyncio.timeout(seconds + CANCEL_TIMEOUT), asyncio.timeout(seconds):
            return await work
    except TimeoutError:
        raise OverloadedError from None
