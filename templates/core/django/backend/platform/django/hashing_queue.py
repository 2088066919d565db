"""Limit concurrent password hashing: one Argon2 hash takes 100 MB and a tenth of a second."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

MAX_CONCURRENT = BoundedSemaphore(2)
MAX_PENDING = 13  # running and waiting: fewer than the threads, so that other requests are served
MAX_PENDING_OF_CLIENT = 10  # so that no client keeps the others from signing in

_pending = Counter[str]()
_lock = Lock()


class TooBusyError(Exception):
    """The hashing queue is full, so the request is rejected (load shedding)."""


@contextmanager
def hashing_slot(client: str) -> Iterator[None]:
    """Wait for a hashing slot. Raise TooBusyError if too many hashes are pending."""
    with _lock:
        if _pending.total() >= MAX_PENDING or _pending[client] >= MAX_PENDING_OF_CLIENT:
            raise TooBusyError
        _pending[client] += 1
    try:
        with MAX_CONCURRENT:
            yield
    finally:
        with _lock:
            _pending[client] -= 1
            if not _pending[client]:
                del _pending[client]
