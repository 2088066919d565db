"""Limits of database work: how much at once, and for how long. The times here are not settings."""

import asyncio
from collections import deque
from collections.abc import Awaitable
from contextvars import ContextVar
from typing import TypeVar, cast

from backend.platform.http.errors import OverloadedError

CONNECT_TIMEOUT = 0.9
LOCK_TIMEOUT = 5  # for SQLite's write lock, which another process may hold
CHECK_TIMEOUT = 2  # for the readiness probe
WRITE_LOCK_TIMEOUT = 3  # for the same lock among the writers of this process
CANCEL_TIMEOUT = 0.05

Result = TypeVar("Result")


class Deadline:
    """Raise OverloadedError after `seconds`, also if a hanging server ignores its own."""

    def __init__(self, seconds: float, what: str) -> None:
        self._seconds, self._what, self._cancelled = seconds, what, 0

    async def __aenter__(self) -> None:
        self._task = cast("asyncio.Task[object]", asyncio.current_task())
        self._before = self._task.cancelling()
        self._timer = self._task.get_loop().call_later(self._seconds, self._cancel)

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._timer.cancel()
        others = [self._task.uncancel() for _ in range(self._cancelled)]
        if others and others[-1] <= self._before and kind is asyncio.CancelledError:
            raise OverloadedError(f"{self._what} took over {self._seconds:g} seconds") from None

    def _cancel(self) -> None:
        self._task.cancel()
        self._cancelled += 1
        if self._cancelled == 1:  # psycopg asks the server to cancel; again, if it hangs
            self._timer = self._task.get_loop().call_later(CANCEL_TIMEOUT, self._cancel)


async def in_time(work: Awaitable[Result], seconds: float, what: str) -> Result:
    """Await database work, or raise OverloadedError after `seconds`."""
    async with Deadline(seconds, what):
        return await work


class ConcurrencyLimit:
    """A semaphore with a bounded queue, in order of arrival; use it with `async with`."""

    def __init__(self, slots: int, max_waiting: int, wait_seconds: float) -> None:
        self._free = slots
        self._max_waiting = max_waiting
        self._wait_seconds = wait_seconds
        self._queue = deque[asyncio.Future[None]]()

    async def __aenter__(self) -> None:
        admission = admitted.get()
        if admission is None or not admission.use():
            # A request that was admitted goes first, so that no finished work is thrown away.
            await self.acquire(first=admission is not None)

    async def __aexit__(self, *_: object) -> None:
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


admitted = ContextVar[Admission | None]("admitted", default=None)
