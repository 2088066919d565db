"""Limit concurrent password hashing: one Argon2 hash takes 100 MB and a tenth of a second."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock

from django.http import HttpRequest

from backend.platform.security.rate_limit import RateLimit, SignInLimit, network_of

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


@contextmanager
def guessing(limit: RateLimit | SignInLimit, client: str, *key: str) -> Iterator[None]:
    """Hold a hashing slot. Raise TooManyAttemptsError if the limit for the key is exceeded."""
    limit.check(*key)
    with hashing_slot(client):
        # Check again: concurrent attempts may have failed while this one waited.
        limit.check(*key)
        yield


def client_of(request: HttpRequest | None) -> str:
    """Return the client's network; uvicorn has already applied the trusted proxy headers."""
    return network_of(str(request.META.get("REMOTE_ADDR", ""))) if request else ""
