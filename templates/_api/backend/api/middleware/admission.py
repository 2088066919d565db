"""As many requests at work as there are connections; the rest wait a moment or come again."""

import asyncio

from starlette.types import ASGIApp, Receive, Scope, Send

from backend.api.errors import problem
from backend.problems import RETRY_SOON

MAX_WAIT = 0.8
ALWAYS_ADMITTED = "/health/"


class AdmissionMiddleware:
    """Turn an overload into quick 503s instead of slow answers; health checks get through."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self.app = app
        self.free = asyncio.Semaphore(limit)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait for a place, in order of arrival."""
        if scope["type"] != "http" or scope["path"].startswith(ALWAYS_ADMITTED):
            await self.app(scope, receive, send)
            return
        try:
            async with asyncio.timeout(MAX_WAIT):
                await self.free.acquire()
        except TimeoutError:
            await problem(503, "Too busy, try again", RETRY_SOON)(scope, receive, send)
            return
        try:
            await self.app(scope, receive, send)
        finally:
            self.free.release()
