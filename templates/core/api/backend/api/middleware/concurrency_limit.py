"""Limit concurrent database work to the connections of the pool; the rest waits, or gets 503."""

import asyncio
from collections import deque
from contextvars import ContextVar

from starlette.types import ASGIApp, Receive, Scope, Send

from backend.api.errors import OverloadedError, problem
from backend.problems import RETRY_SOON

UNLIMITED = "/health/"

# Whether this request had a slot before: it goes first, so that no finished work is thrown away.
_has_begun: ContextVar[bool] = ContextVar("has_begun", default=False)


class ConcurrencyLimit:
    """A semaphore with a bounded queue, in order of arrival; use it with `async with`."""

    def __init__(self, slots: int, max_waiting: int, wait_seconds: float) -> None:
        self._free = slots
        self._max_waiting = max_waiting
        self._wait_seconds = wait_seconds
        self._queue = deque[asyncio.Future[None]]()

    @property
    def is_full(self) -> bool:
        """Return whether a request that arrives now would be refused."""
        return not self._free and len(self._queue) >= self._max_waiting

    async def __aenter__(self) -> None:
        """Take a slot; raise OverloadedError if the queue is full or the wait takes too long."""
        if self._free:
            self._free -= 1
        else:
            await self._wait()
        _has_begun.set(True)

    async def __aexit__(self, *_: object) -> None:
        """Hand the slot to the next request."""
        self._release()

    def _release(self) -> None:
        while self._queue:
            waiting = self._queue.popleft()
            if not waiting.done():
                waiting.set_result(None)
                return
        self._free += 1

    async def _wait(self) -> None:
        """Wait until a request hands its slot over."""
        turn = asyncio.get_running_loop().create_future()
        if _has_begun.get():
            self._queue.appendleft(turn)
        elif self.is_full:
            raise OverloadedError
        else:
            self._queue.append(turn)
        try:
            async with asyncio.timeout(self._wait_seconds):
                await turn
        except BaseException as error:
            if turn in self._queue:
                self._queue.remove(turn)
            elif turn.done() and not turn.cancelled():  # got the slot at the same moment
                self._release()
            if isinstance(error, TimeoutError):
                raise OverloadedError from None
            raise


class OverloadMiddleware:
    """Refuse requests while the queue is full, before they cost anything."""

    def __init__(self, app: ASGIApp, limit: ConcurrencyLimit) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond with 503, or pass the request on; health checks always pass."""
        if scope["type"] != "http" or not self.limit.is_full or scope["path"].startswith(UNLIMITED):
            await self.app(scope, receive, send)
        else:
            await problem(503, "The service is too busy, try again", RETRY_SOON)(
                scope, receive, send
            )
