"""Limit concurrent database work to the connections of the pool; the rest waits, or gets 503."""

import asyncio
from collections import deque
from contextvars import ContextVar

from starlette.types import ASGIApp, Receive, Scope, Send

from backend.platform.http.errors import OverloadedError, problem
from backend.platform.http.problems import RETRY_SOON

UNLIMITED = "/health/"


class ConcurrencyLimit:
    """A semaphore with a bounded queue, in order of arrival; use it with `async with`."""

    def __init__(self, slots: int, max_waiting: int, wait_seconds: float) -> None:
        self._free = slots
        self._max_waiting = max_waiting
        self._wait_seconds = wait_seconds
        self._queue = deque[asyncio.Future[None]]()

    async def __aenter__(self) -> None:
        """Use the slot of the request's admission, or wait for one."""
        admission = _admission.get()
        if admission is None or not admission.use():
            # A request that was admitted goes first, so that no finished work is thrown away.
            await self.acquire(first=admission is not None)

    async def __aexit__(self, *_: object) -> None:
        """Hand the slot to the next request."""
        self.release()

    async def acquire(self, *, first: bool = False) -> None:
        """Take a slot; raise OverloadedError if the queue is full or the wait takes too long."""
        if self._free:
            self._free -= 1
            return
        if len(self._queue) >= self._max_waiting and not first:
            raise OverloadedError
        turn = asyncio.get_running_loop().create_future()
        self._queue.insert(0 if first else len(self._queue), turn)
        try:
            async with asyncio.timeout(self._wait_seconds):
                await turn
        except BaseException as error:
            if turn in self._queue:
                self._queue.remove(turn)
            elif turn.done() and not turn.cancelled():  # got the slot at the same moment
                self.release()
            if isinstance(error, TimeoutError):
                raise OverloadedError from None
            raise

    def release(self) -> None:
        """Hand a slot to the next request."""
        while self._queue:
            turn = self._queue.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1


class Admission:
    """A slot that a new request has until it uses the database, or waits for anything else."""

    def __init__(self, limit: ConcurrencyLimit) -> None:
        self._limit = limit
        self._is_held = True
        # Runs as soon as the request waits: until then, no other callback has a turn.
        asyncio.get_running_loop().call_soon(self.end)

    def use(self) -> bool:
        """Return whether the slot is still held; it is then the caller's."""
        is_held, self._is_held = self._is_held, False
        return is_held

    def end(self) -> None:
        """Release the slot unless it has been used."""
        if self.use():
            self._limit.release()


_admission = ContextVar[Admission | None]("admission", default=None)


class AdmissionMiddleware:
    """Let requests wait before they cost anything; health checks always pass."""

    def __init__(self, app: ASGIApp, limit: ConcurrencyLimit) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond with 503, or pass the request on."""
        if scope["type"] != "http" or scope["path"].startswith(UNLIMITED):
            await self.app(scope, receive, send)
            return
        try:
            await self.limit.acquire()
        except OverloadedError as error:
            await problem(503, error.detail, RETRY_SOON)(scope, receive, send)
            return
        _admission.set(Admission(self.limit))
        await self.app(scope, receive, send)
