"""The rate limiter: attempts expire after a minute, and memory use is bounded."""

import pytest

from backend.platform.security import rate_limit
from backend.platform.security.rate_limit import RateLimit, network_of


class Clock:
    """A clock that changes only when a test sets it."""

    now = 1_000.0

    def monotonic(self) -> float:
        """Return the current time of this clock."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Replace the real clock."""
    clock = Clock()
    monkeypatch.setattr(rate_limit, "time", clock)
    return clock


def test_a_block_ends_after_a_minute(clock: Clock) -> None:
    limit = RateLimit(2)
    for _ in range(2):
        assert limit.wait("ada") == 0
        limit.count("ada")
    clock.now += 1
    assert (limit.wait("ada"), limit.wait("grace")) == (59, 0)
    clock.now += 60
    assert limit.wait("ada") == 0


def test_a_success_resets_the_key() -> None:
    limit = RateLimit(1)
    limit.count("ada")
    limit.forgive("ada")
    assert limit.wait("ada") == 0


def test_the_least_recently_used_key_is_dropped_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "MAX_KEYS", 2)
    limit = RateLimit(1)
    for name in ("ada", "bob", "ada", "eve"):
        limit.count(name)
    assert [limit.wait(name) > 0 for name in ("ada", "bob", "eve")] == [True, False, True]


def test_spellings_of_an_address_and_a_subscribers_addresses_are_one_client() -> None:
    for spellings in (
        ("192.0.2.7", "::ffff:192.0.2.7", "::FFFF:C000:207"),
        ("2001:db8::1", "2001:0DB8:0:0::1", "2001:db8::ffff:1:2:3", "2001:db8::1%eth0"),
        ("fe80::1", "fe80::2%eth0"),
    ):
        assert len({network_of(each) for each in spellings}) == 1
    others = ("192.0.2.7", "192.0.2.8", "2001:db8::1", "2001:db8:0:1::1", "", "unix:socket")
    assert len({network_of(each) for each in others}) == len(others)
