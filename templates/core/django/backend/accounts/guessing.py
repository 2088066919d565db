"""Limits of password guessing in Django: count failures, and queue for a hashing slot."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest

from backend.platform.django.hashing_queue import hashing_slot
from backend.platform.security.rate_limit import RateLimit, SignInLimit, network_of


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
