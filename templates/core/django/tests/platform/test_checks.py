"""Health checks, which bypass the concurrency limit."""

import pytest

from backend.platform.django.asgi_app import AsgiApp
from backend.platform.django.threads import Threads
from backend.platform.server.shutdown import stop
from tests.platform.test_asgi_app import send_request, slow


@pytest.mark.anyio
async def test_a_stopping_process_is_not_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    threads = Threads(slow, 1)
    monkeypatch.setattr(stop, "requested", True)
    status, headers = await send_request(AsgiApp(threads, limit=1), "/health/ready")
    assert (status, headers[b"retry-after"]) == (503, b"1")
    threads.stop()


@pytest.mark.anyio
async def test_unknown_health_paths_are_not_stored() -> None:
    threads = Threads(slow, 1)
    app = AsgiApp(threads, limit=1)
    for number in range(3):
        await send_request(app, f"/health/{number}")
    assert app.checks == {}
    threads.stop()
