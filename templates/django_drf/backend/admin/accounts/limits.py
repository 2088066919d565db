"""Who may try how often: guessing passwords and filling the table of users must both be slow."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest

from backend.admin.accounts.hashing_queue import place_to_hash
from backend.rate_limit import RateLimit

failed_sign_ins = RateLimit(4)
registrations = RateLimit(10)


class TooManyAttemptsError(Exception):
    """Whoever asks has no attempts left, and may come again in so many `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__("Too many attempts")
        self.seconds = seconds


@contextmanager
def guessing(limit: RateLimit, key: str) -> Iterator[None]:
    """Give a place to hash to whoever has attempts left."""
    _refuse_if_used_up(limit, key)
    with place_to_hash():
        # Of many guesses at once, those before this one may have failed.
        _refuse_if_used_up(limit, key)
        yield


def _refuse_if_used_up(limit: RateLimit, key: str) -> None:
    if wait := limit.wait(key):
        raise TooManyAttemptsError(wait)


def address_of(request: HttpRequest) -> str:
    """Name the client; the server has already put a trusted proxy's word in here."""
    return str(request.META.get("REMOTE_ADDR", ""))
