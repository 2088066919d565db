"""Many sign-ins at once: right ones wait for each other, guesses do not get round the limit."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from backend.api.accounts import hashing
from tests.api.accounts.user_client import register, sign_in

EMAIL = "ada@example.com"


@pytest.fixture
def ada(base_url: str) -> Iterator[httpx2.Client]:
    """Give a client of a service that knows Ada."""
    with httpx2.Client(base_url=base_url, timeout=60) as client:
        register(client, EMAIL)
        yield client


@pytest.fixture
def executor() -> Iterator[ThreadPoolExecutor]:
    """Give a thread to each client."""
    with ThreadPoolExecutor(24) as executor:
        yield executor


def test_right_ones_are_all_let_in(
    ada: httpx2.Client, executor: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashing, "MAX_WAIT", 60)  # however slow this machine is
    asked = [executor.submit(sign_in, ada, EMAIL) for _ in range(24)]
    # More than there are places for requests, and yet the others get through.
    assert ada.get("/api/v1/users/me").status_code == 401
    assert [each.result().status_code for each in asked] == [200] * 24


def test_guesses_are_still_bounded(ada: httpx2.Client, executor: ThreadPoolExecutor) -> None:
    asked = [executor.submit(sign_in, ada, EMAIL, f"guess {number}") for number in range(24)]
    statuses = Counter(each.result().status_code for each in asked)
    assert statuses.keys() == {401, 429}
    assert 4 <= statuses[401] <= 5
    assert sign_in(ada, EMAIL).status_code == 429


def test_whoever_finds_no_place_in_the_queue_has_not_failed(
    ada: httpx2.Client, executor: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashing, "MAX_PENDING", 0)
    refused = [each.result() for each in [executor.submit(sign_in, ada, EMAIL) for _ in range(12)]]
    assert {response.status_code for response in refused} == {503}
    assert {response.headers["Retry-After"] for response in refused} == {"1"}
    monkeypatch.undo()
    assert sign_in(ada, EMAIL).status_code == 200
