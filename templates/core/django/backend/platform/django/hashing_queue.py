"""Limit concurrent password hashing: one Argon2 hash takes 100 MB and a tenth of a second."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

MAX_CONCURRENT = BoundedSemaphore(2)
# Running and waiting hashes: fewer than the threads, so that other requests are served.
MAX_PENDING = BoundedSemaphore(10)


class TooBusyError(Exception):
    """The hashing queue is full, so the request is rejected (load shedding)."""


@contextmanager
def hashing_slot() -> Iterator[None]:
    """Wait for a hashing slot. Raise TooBusyError if ten hashes are running or waiting."""
    if not MAX_PENDING.acquire(blocking=False):
        raise TooBusyError
    try:
        with MAX_CONCURRENT:
            yield
    finally:
        MAX_PENDING.release()
