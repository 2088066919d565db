"""What happens to a family of refresh tokens when two requests come at once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections
from django.utils import timezone

from backend.admin.accounts.models import User
from backend.api.accounts import sessions

Call = tuple[Callable[[str], object], str]
AtOnce = Callable[[Call, Call], list[object]]


@pytest.fixture
def at_once() -> Iterator[AtOnce]:
    """Give a way to do two things in the same moment, each on a connection of its own."""
    start = Barrier(2)

    def run(call: Call) -> object:
        work, token = call
        start.wait(5)
        try:
            return work(token)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        yield lambda one, other: list(pool.map(run, (one, other)))


@pytest.fixture
def ada() -> User:
    """Give somebody who has an account."""
    return User.objects.create(email="ada@example.com", password="!")


def test_signing_out_ends_a_session_that_is_being_refreshed(ada: User, at_once: AtOnce) -> None:
    for _ in range(20):
        first = sessions.begin(ada)["refresh_token"]
        at_once((sessions.rotate, first), (sessions.end, first))
        assert not ada.refresh_tokens.filter(revoked_at=None).exists()


def test_two_thefts_that_are_found_at_once_do_not_block_each_other(
    ada: User, at_once: AtOnce
) -> None:
    for _ in range(10):
        first = sessions.begin(ada)["refresh_token"]
        second = sessions.rotate(first)
        assert second
        again = second["refresh_token"]
        assert sessions.rotate(again)
        found = at_once((sessions.rotate, first), (sessions.rotate, again))
        assert found == [None, None]
        assert not ada.refresh_tokens.filter(revoked_at=None).exists()


def test_tokens_that_have_expired_are_forgotten_at_the_next_sign_in(ada: User) -> None:
    sessions.begin(ada)
    ada.refresh_tokens.update(expires_at=timezone.now() - timedelta(days=1))
    sessions.begin(ada)
    sessions.begin(ada)
    assert ada.refresh_tokens.count() == 2
