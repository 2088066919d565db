"""Limit concurrent requests to the pool size minus two; others wait up to 0.8 s, then get 503."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import ASGIApp, Receive, Scope, Send

from backend.platform.http.errors import problem
from backend.platform.http.problems import RETRY_SOON

MAX_WAIT = 0.8
MAX_WAITING = 256
UNLIMITED = "/health/"


class ConcurrencyLimit:
    """A semaphore with a bounded queue; slots are assigned in order of arrival."""

    def __init__(self, limit: int) -> None:
        self._slots = asyncio.Semaphore(limit)
        self._waiting = 0

    async def acquire(self) -> bool:
        """Take a slot; return False if the queue is full or none is free within 0.8 s."""
        if not self._slots.locked():
            return await self._slots.acquire()
        if self._waiting >= MAX_WAITING:
            return False
        self._waiting += 1
        try:
            async with asyncio.timeout(MAX_WAIT):
                return await self._slots.acquire()
        except TimeoutError:
            return False
        finally:
            self._waiting -= 1

    def release(self) -> None:
        """Release the slot to the next request."""
        self._slots.release()

    @asynccontextmanager
    async def released(self) -> AsyncIterator[None]:
        """Release the slot while this request needs no connection."""
        self._slots.release()
        try:
            yield
        finally:
            await self._slots.acquire()


class ConcurrencyLimitMiddleware:
    """Respond to overload with 503 within a second; health checks are not limited."""

    def __init__(self, app: ASGIApp, concurrency_limit: ConcurrencyLimit) -> None:
        self.app = app
        self.concurrency_limit = concurrency_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait for a slot, in order of arrival."""
        if scope["type"] != "http" or scope["path"].startswith(UNLIMITED):
            await self.app(scope, receive, send)
        elif await self.concurrency_limit.acquire():
            try:
                await self.app(scope, receive, send)
            finally:
                self.concurrency_limit.release()
        else:
            await problem(503, "Too busy, try again", RETRY_SOON)(scope, receive, send)
