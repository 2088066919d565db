"""Password hashing off the event loop, a few at a time: each takes 100 MB and 0.1 seconds."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Request

from backend.api.errors import OverloadedError
from backend.passwords import hash_password, verify_password

AT_ONCE = 2
IN_ALL = 10  # with those that wait; fewer than requests are admitted, so that others get through


class PasswordHashing:
    """A short queue; whoever does not fit in is asked to come again."""

    def __init__(self) -> None:
        self._threads = CapacityLimiter(AT_ONCE)
        self._pending = 0

    async def hash(self, password: str) -> str:
        """Hash for storing."""
        with self._place():
            return await to_thread.run_sync(hash_password, password, limiter=self._threads)

    async def verify(self, password: str, stored: str | None) -> bool:
        """Compare with what is stored, which may be nothing."""
        with self._place():
            return await to_thread.run_sync(
                verify_password, password, stored, limiter=self._threads
            )

    @contextmanager
    def _place(self) -> Iterator[None]:
        if self._pending >= IN_ALL:
            raise OverloadedError
        self._pending += 1
        try:
            yield
        finally:
            self._pending -= 1


async def get_hashing(request: Request) -> PasswordHashing:
    """Find the queue that the application was made with."""
    hashing: PasswordHashing = request.app.state.hashing
    return hashing


HashingDep = Annotated[PasswordHashing, Depends(get_hashing)]
