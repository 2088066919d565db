"""As many requests at work as there are connections; the rest wait a moment or come again."""

import asyncio

from starlette.types import ASGIApp, Receive, Scope, Send

from backend.api.errors import RETRY_SOON, problem

MAX_WAIT = 0.8
MAX_WAITING = 256
ALWAYS_ADMITTED = "/health/"


class AdmissionMiddleware:
    """Turn an overload into quick 503s instead of slow answers; health checks get through."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.free = asyncio.Semaphore(limit)
        self.waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait for a place, in order of arrival."""
        if scope["type"] != "http" or scope["path"].startswith(ALWAYS_ADMITTED):
            await self.app(scope, receive, send)
            return
        if not await self._admitted():
            await problem(503, "Too busy, try again", RETRY_SOON)(scope, receive, send)
            return
        try:
            await self.app(scope, receive, send)
        finally:
            self.free.release()

    async def _admitted(self) -> bool:
        if self.waiting >= MAX_WAITING:
            return False
        self.waiting += 1
        try:
            async with asyncio.timeout(MAX_WAIT):
                return await self.free.acquire()
        except TimeoutError:
            return False
        finally:
            self.waiting -= 1
