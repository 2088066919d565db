"""As many requests at work as there are connections; the rest wait a moment or come again."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.types import ASGIApp, Receive, Scope, Send

from backend.api.errors import problem
from backend.problems import RETRY_SOON

MAX_WAIT = 0.8
MAX_WAITING = 256
EXEMPT_PREFIX = "/health/"


class ConcurrencyLimit:
    """The places, given out in order of arrival."""

    def __init__(self, limit: int) -> None:
        self._free = asyncio.Semaphore(limit)
        self._waiting = 0

    async def acquire(self) -> bool:
        """Take a place, or say that there is none in time."""
        if not self._free.locked():
            return await self._free.acquire()
        if self._waiting >= MAX_WAITING:
            return False
        self._waiting += 1
        try:
            async with asyncio.timeout(MAX_WAIT):
                return await self._free.acquire()
        except TimeoutError:
            return False
        finally:
            self._waiting -= 1

    def release(self) -> None:
        """Give the place to the next one."""
        self._free.release()

    @asynccontextmanager
    async def released(self) -> AsyncIterator[None]:
        """Let others work while this request needs no connection."""
        self._free.release()
        try:
            yield
        finally:
            await self._free.acquire()


class ConcurrencyLimitMiddleware:
    """Turn an overload into quick 503s instead of slow answers; health checks get through."""

    def __init__(self, app: ASGIApp, concurrency_limit: ConcurrencyLimit) -> None:
        self.app = app
        self.concurrency_limit = concurrency_limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait for a place, in order of arrival."""
        if scope["type"] != "http" or scope["path"].startswith(EXEMPT_PREFIX):
            await self.app(scope, receive, send)
        elif await self.concurrency_limit.acquire():
            try:
                await self.app(scope, receive, send)
            finally:
                self.concurrency_limit.release()
        else:
            await problem(503, "Too busy, try again", RETRY_SOON)(scope, receive, send)
