"""Request timeouts: shorter if the database hangs. Python cannot stop a running thread."""

import asyncio
from typing import Any

from backend.platform.django.readiness import database_responds
from backend.platform.django.threads import Threads

MAX_CHECK = 2  # seconds for a health check or the database check
MAX_SILENCE = 0.5  # seconds until a slow request triggers the database check
MAX_WORK = 25  # seconds after a successful check


class RequestTimeouts:
    """Time slow requests out. They share one database check, which uses one thread."""

    def __init__(self, threads: Threads) -> None:
        self._threads = threads
        self._running_check: asyncio.Future[bool] | None = None

    async def finished_in_time(self, work: asyncio.Future[Any]) -> bool:
        """Return True if the request ended in time."""
        if await ended({work}, MAX_SILENCE):
            return True
        if self._running_check is None or self._running_check.done():
            self._running_check = self._threads.submit(database_responds)
        check = self._running_check
        await ended({work, check}, MAX_CHECK)
        available = check.done() and check.result()
        return (available or work.done()) and await ended({work}, MAX_WORK)


async def ended(work: set[asyncio.Future[Any]], seconds: float) -> bool:
    """Return True if one future is done within `seconds`; none of them is cancelled."""
    return bool((await asyncio.wait(work, timeout=seconds, return_when="FIRST_COMPLETED"))[0])
