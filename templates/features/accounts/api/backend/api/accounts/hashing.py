"""Password hashing off the event loop, a few at a time: each takes 100 MB and 0.1 seconds."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from anyio import to_thread
from fastapi import Depends, Request

from backend.api.errors import OverloadedError
from backend.api.middleware.concurrency_limit import ConcurrencyLimit
from backend.passwords import hash_password, verify_password

MAX_CONCURRENT = 2
MAX_PENDING = 80  # with those that wait: some seconds' work, so that who is let in is also answered
MAX_WAIT = 10  # for a machine that is slower than that


class Slot:
    """What whoever has come to the head of the queue may do."""

    async def hash(self, password: str) -> str:
        """Hash for storing."""
        return await to_thread.run_sync(hash_password, password)

    async def verify(self, password: str, stored: str | None) -> bool:
        """Compare with what is stored, which may be nothing."""
        return await to_thread.run_sync(verify_password, password, stored)


class PasswordHashing:
    """A queue; whoever does not fit in is asked at once to come again."""

    def __init__(self, concurrency_limit: ConcurrencyLimit) -> None:
        self._concurrency_limit = concurrency_limit
        self._slots = asyncio.Semaphore(MAX_CONCURRENT)
        self._pending = 0

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[Slot]:
        """Wait for one's turn, without a place that others could work at. Hold no connection."""
        if self._pending >= MAX_PENDING:
            raise OverloadedError
        self._pending += 1
        try:
            async with self._concurrency_limit.released():
                await self._wait()
                try:
                    yield Slot()
                finally:
                    self._slots.release()
        finally:
            self._pending -= 1

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(MAX_WAIT):
                await self._slots.acquire()
        except TimeoutError:
            raise OverloadedError from None


async def get_hashing(request: Request) -> PasswordHashing:
    """Find the queue that the application was made with."""
    hashing: PasswordHashing = request.app.state.hashing
    return hashing


HashingDep = Annotated[PasswordHashing, Depends(get_hashing)]
