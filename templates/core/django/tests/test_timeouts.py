"""A request that takes long is given up where the database hangs, and only there."""

import asyncio
import threading
from functools import partial

import pytest

from backend.admin.config.threads import Threads
from backend.admin.config.timeouts import RequestTimeouts
from tests.test_asgi_app import slow

ASKED = "backend.admin.config.timeouts.database_answers"


@pytest.fixture
def may_finish(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Give what the work waits for, and little time."""
    for limit in ("MAX_SILENCE", "MAX_CHECK"):
        monkeypatch.setattr(f"backend.admin.config.timeouts.{limit}", 0.1)
    return threading.Event()


@pytest.mark.anyio
async def test_one_question_that_hangs_ends_it_for_all(
    may_finish: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def hang() -> bool:
        asked.append("database")
        return may_finish.wait(30)

    monkeypatch.setattr(ASKED, hang)
    threads = Threads(slow, 4)
    timeouts = RequestTimeouts(threads)
    work = [threads.ask(partial(may_finish.wait, 30)) for _ in range(3)]
    assert await asyncio.gather(*map(timeouts.finished_in_time, work)) == [False] * 3
    assert asked == ["database"]
    may_finish.set()
    threads.stop()


@pytest.mark.anyio
@pytest.mark.parametrize("answers", [True, False])
async def test_where_the_database_answers_it_goes_on(
    may_finish: threading.Event,
    monkeypatch: pytest.MonkeyPatch,
    answers: bool,  # noqa: FBT001 - one of two
) -> None:
    monkeypatch.setattr(ASKED, lambda: answers)
    threads = Threads(slow, 2)
    waiting = asyncio.create_task(
        RequestTimeouts(threads).finished_in_time(threads.ask(partial(may_finish.wait, 30)))
    )
    await asyncio.sleep(0.5)
    may_finish.set()
    assert await waiting is answers
    threads.stop()
