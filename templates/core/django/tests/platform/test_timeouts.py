"""A slow request times out early only if the database hangs."""

import asyncio
import threading
from functools import partial

import pytest

from backend.platform.django.threads import Threads
from backend.platform.django.timeouts import RequestTimeouts
from tests.platform.test_asgi_app import slow

CHECK = "backend.platform.django.timeouts.database_responds"


@pytest.fixture
def may_finish(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Return the event that ends the work, and shorten the timeouts to 0.1 s."""
    for limit in ("MAX_SILENCE", "MAX_CHECK"):
        monkeypatch.setattr(f"backend.platform.django.timeouts.{limit}", 0.1)
    return threading.Event()


@pytest.mark.anyio
async def test_one_database_check_that_hangs_times_out_all_requests(
    may_finish: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks: list[str] = []

    def hang() -> bool:
        checks.append("database")
        return may_finish.wait(30)

    monkeypatch.setattr(CHECK, hang)
    threads = Threads(slow, 4)
    timeouts = RequestTimeouts(threads)
    work = [threads.submit(partial(may_finish.wait, 30)) for _ in range(3)]
    assert await asyncio.gather(*map(timeouts.finished_in_time, work)) == [False] * 3
    assert checks == ["database"]
    may_finish.set()
    threads.stop()


@pytest.mark.anyio
@pytest.mark.parametrize("available", [True, False])
async def test_a_slow_request_continues_if_the_database_is_available(
    may_finish: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
    available: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    monkeypatch.setattr(CHECK, lambda: available)
    threads = Threads(slow, 2)
    waiting = asyncio.create_task(
        RequestTimeouts(threads).finished_in_time(threads.submit(partial(may_finish.wait, 30)))
    )
    await asyncio.sleep(0.5)
    may_finish.set()
    assert await waiting is available
    threads.stop()
