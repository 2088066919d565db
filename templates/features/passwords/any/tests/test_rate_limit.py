"""The limiter forgets: who waits may try again, and its memory does not grow for ever."""

import pytest

from backend import rate_limit
from backend.rate_limit import RateLimit


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
    monkeypatch.setattr(rate_limit, "time", clock)
    return clock


def test_a_minute_later_the_next_attempt_counts(clock: Clock) -> None:
    limit = RateLimit(2)
    for _ in range(2):
        assert limit.wait("ada") == 0
        limit.count("ada")
    clock.now += 1
    assert (limit.wait("ada"), limit.wait("grace")) == (59, 0)
    clock.now += 60
    assert limit.wait("ada") == 0


def test_whoever_was_right_starts_over() -> None:
    limit = RateLimit(1)
    limit.count("ada")
    limit.forgive("ada")
    assert limit.wait("ada") == 0


def test_who_has_not_tried_for_longest_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "MAX_KEYS", 2)
    limit = RateLimit(1)
    for name in ("ada", "bob", "ada", "eve"):
        limit.count(name)
    assert [limit.wait(name) > 0 for name in ("ada", "bob", "eve")] == [True, False, True]
