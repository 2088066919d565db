"""Health checks, which are answered before all others."""

import pytest

from backend.admin.config.front import Front
from backend.admin.config.threads import Threads
from backend.stopping import stop
from tests.test_front import ask, slow


@pytest.mark.anyio
async def test_a_process_that_stops_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    threads = Threads(slow, 1)
    monkeypatch.setattr(stop, "told", True)
    status, headers = await ask(Front(threads, limit=1), "/health/ready")
    assert (status, headers[b"retry-after"]) == (503, b"1")
    threads.stop()


@pytest.mark.anyio
async def test_nothing_is_kept_of_who_asks_for_checks_that_are_none() -> None:
    threads = Threads(slow, 1)
    front = Front(threads, limit=1)
    for number in range(3):
        await ask(front, f"/health/{number}")
    assert front.checks == {}
    threads.stop()
