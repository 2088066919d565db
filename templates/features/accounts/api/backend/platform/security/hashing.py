"""Hash passwords in threads, at most two at a time: each hash takes 100 MB and 0.1 seconds."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from anyio import to_thread
from fastapi import Depends, Request

from backend.platform.database.limits import in_time
from backend.platform.http.errors import OverloadedError
from backend.platform.security.passwords import hash_password, verify_password

MAX_CONCURRENT = 2
MAX_PENDING = 80  # including waiting requests: a few seconds of work, so that each one is completed
MAX_PENDING_OF_CLIENT = 48  # so that no client keeps the others from signing in
MAX_WAIT = 10  # seconds, for slower machines


class Slot:
    """A hashing slot: hash and verify passwords in a thread."""

    async def hash(self, password: str) -> str:
        """Hash a password for storage."""
        return await to_thread.run_sync(hash_password, password)

    async def verify(self, password: str, stored: str | None) -> bool:
        """Compare a password with the stored hash, if there is one."""
        return await to_thread.run_sync(verify_password, password, stored)


class PasswordHashing:
    """A queue for hashing slots; a full queue responds with 503 at once."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(MAX_CONCURRENT)
        self._pending = Counter[str]()

    @asynccontextmanager
    async def slot(self, client: str) -> AsyncIterator[Slot]:
        """Wait for a hashing slot. Hold no connection meanwhile."""
        pending = self._pending
        if pending.total() >= MAX_PENDING or pending[client] >= MAX_PENDING_OF_CLIENT:
            raise OverloadedError
        pending[client] += 1
        try:
            await in_time(self._slots.acquire(), MAX_WAIT, "Hashing passwords")
            try:
                yield Slot()
            finally:
                self._slots.release()
        finally:
            pending[client] -= 1
            if not pending[client]:
                del pending[client]


async def get_hashing(request: Request) -> PasswordHashing:
    """Return the hashing queue of the application."""
    hashing: PasswordHashing = request.app.state.hashing
    return hashing


HashingDep = Annotated[PasswordHashing, Depends(get_hashing)]
