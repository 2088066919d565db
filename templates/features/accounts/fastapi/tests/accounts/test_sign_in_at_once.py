"""Concurrent sign-ins: valid ones queue, and guesses do not bypass the rate limit."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest

from backend.platform.security import hashing
from tests.accounts.user_client import register, sign_in

EMAIL = "ada@example.com"


@pytest.fixture
def ada(base_url: str) -> Iterator[httpx2.Client]:
    """Yield a client of a server on which Ada is registered."""
    with httpx2.Client(base_url=base_url, timeout=60) as client:
        register(client, EMAIL)
        yield client


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    """Yield a thread pool with one thread per request."""
    with ThreadPoolExecutor(24) as threads:
        yield threads


def test_valid_sign_ins_all_succeed(
    ada: httpx2.Client, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashing, "MAX_WAIT", 60)  # for slow machines
    pending = [threads.submit(sign_in, ada, EMAIL) for _ in range(24)]
    # More sign-ins than concurrency slots, and yet other requests are served.
    assert ada.get("/api/v1/users/me").status_code == 401
    assert [each.result().status_code for each in pending] == [200] * 24


def test_guesses_are_still_limited(ada: httpx2.Client, threads: ThreadPoolExecutor) -> None:
    pending = [threads.submit(sign_in, ada, EMAIL, f"guess {number}") for number in range(24)]
    statuses = Counter(each.result().status_code for each in pending)
    assert statuses.keys() == {401, 429}
    assert 4 <= statuses[401] <= 5
    assert sign_in(ada, EMAIL).status_code == 429


def test_a_full_queue_does_not_count_as_a_failed_sign_in(
    ada: httpx2.Client, threads: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hashing, "MAX_PENDING", 0)
    refused = [each.result() for each in [threads.submit(sign_in, ada, EMAIL) for _ in range(12)]]
    assert {response.status_code for response in refused} == {503}
    assert {response.headers["Retry-After"] for response in refused} == {"1"}
    monkeypatch.undo()
    assert sign_in(ada, EMAIL).status_code == 200
