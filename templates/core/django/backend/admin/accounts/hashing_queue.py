"""Argon2 takes 100 MB and a tenth of a second each time, so only a few threads may be at it."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

MAX_CONCURRENT = BoundedSemaphore(2)
# With those that wait: fewer than there are threads, so that others get through.
MAX_PENDING = BoundedSemaphore(10)


class TooBusyError(Exception):
    """More work than can be done in time: better refused now than answered too late."""


@contextmanager
def hashing_slot() -> Iterator[None]:
    """Wait in a short queue; whoever does not fit in is asked to come again."""
    if not MAX_PENDING.acquire(blocking=False):
        raise TooBusyError
    try:
        with MAX_CONCURRENT:
            yield
    finally:
        MAX_PENDING.release()
