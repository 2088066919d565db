"""Under overload, excess requests get 503 while the others are still served."""

import asyncio

import pytest
from fastapi import FastAPI

from backend.main import create_app
from backend.settings import Settings
from tests.support.asgi_client import asgi_client


@pytest.mark.anyio
async def test_overload_is_503_and_health_checks_still_respond(
    settings: Settings,
) -> None:
    app = create_app(settings.model_copy(update={"database_pool_size": 4}))
    release = asyncio.Event()

    @app.get("/slow")
    async def slow() -> str:
        await release.wait()
        return "done"

    async with asgi_client(app) as client:
        admitted = [asyncio.create_task(client.get("/slow")) for _ in range(2)]
        await asyncio.sleep(0.05)
        excess = asyncio.gather(*(client.get("/slow") for _ in range(400)))
        assert (await client.get("/health/live")).status_code == 200
        refused = await excess
        assert not any(task.done() for task in admitted)  # refused while the others still ran
        release.set()
        served = await asyncio.gather(*admitted)
    assert {response.status_code for response in refused} == {503}
    assert {response.headers["Retry-After"] for response in refused} == {"1"}
    assert {response.status_code for response in served} == {200}


@pytest.mark.anyio
async def test_a_slot_is_released_after_a_404(app: FastAPI) -> None:
    async with asgi_client(app) as client:
        for _ in range(50):
            assert (await client.get("/nowhere")).status_code == 404
