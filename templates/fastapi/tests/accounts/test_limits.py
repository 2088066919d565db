"""The limiter forgets: who waits may try again, and its memory does not grow for ever."""

import pytest
from fastapi import HTTPException

from backend.api.accounts import limits
from backend.api.accounts.limits import RateLimit


class Clock:
    """A clock that stands until it is moved."""

    now = 1_000.0

    def monotonic(self) -> float:
        """Read it."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Put a clock in place of the real one."""
    clock = Clock()
    monkeypatch.setattr(limits, "time", clock)
    return clock


def test_a_minute_later_the_next_attempt_counts(clock: Clock) -> None:
    limit = RateLimit(2)
    for _ in range(2):
        limit.check("ada")
        limit.count("ada")
    with pytest.raises(HTTPException) as refused:
        limit.check("ada")
    assert refused.value.headers == {"Retry-After": "60"}
    limit.check("grace")
    clock.now += 61
    limit.check("ada")


def test_old_attempts_are_forgotten_when_there_are_many(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_KEYS", 3)
    limit = RateLimit(1)
    for name in ("a", "b", "c"):
        limit.count(name)
    clock.now += 61
    limit.count("d")
    assert len(limit) == 1
