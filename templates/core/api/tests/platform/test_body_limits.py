"""Bodies have limits: bytes, seconds, memory and JSON values. A route can raise its own."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI, Request
from pydantic import BaseModel

from backend.main import create_app
from backend.settings import Settings
from tests.support.asgi_client import asgi_client

pytestmark = pytest.mark.anyio

KIB = 1024
PART = b"x" * 50 * KIB
LIMITS = {
    "max_body_bytes": 200 * KIB,
    "max_bodies_bytes": 250 * KIB,
    "max_json_values": 1000,
}


class Numbers(BaseModel):
    """A body whose size the client chooses."""

    numbers: list[int]


@pytest.fixture
def limited(settings: Settings) -> Settings:
    """Return settings with small limits."""
    return settings.model_copy(update=LIMITS)


@pytest.fixture
def probe(limited: Settings) -> FastAPI:
    """Return an application with these limits."""
    app = create_app(limited)

    @app.post("/body")
    async def body(request: Request) -> int:
        return len(await request.body())

    @app.post("/upload", max_body_size=KIB * KIB)
    async def upload(request: Request) -> int:
        return sum([len(part) async for part in request.stream()])

    @app.post("/json")
    async def json(numbers: Numbers) -> int:
        return len(numbers.numbers)

    return app


async def parts(number: int, until: asyncio.Event | None = None) -> AsyncIterator[bytes]:
    """Yield parts of 50 KiB; wait before the last byte."""
    for _ in range(number):
        yield PART
    if until:
        await until.wait()
    yield b"x"


@pytest.mark.parametrize(
    ("path", "number", "status"),
    [("/body", 3, 200), ("/body", 4, 413), ("/upload", 20, 200), ("/upload", 21, 413)],
)
async def test_a_route_can_allow_a_larger_body(
    probe: FastAPI, path: str, number: int, status: int
) -> None:
    async with asgi_client(probe) as client:
        for content in (parts(number), PART * number + b"x"):
            response = await client.post(path, content=content)
            assert response.status_code == status
            if status == 413:
                assert response.headers["Content-Type"] == "application/problem+json"
                assert response.headers["Connection"] == "close"


async def test_a_slow_body_is_408(limited: Settings, probe: FastAPI) -> None:
    limited.body_seconds = 0.2
    async with asgi_client(probe) as client:
        response = await client.post("/body", content=parts(1, asyncio.Event()))
    assert response.status_code == 408
    assert response.json()["detail"] == "The body took over 0.2 seconds for each MiB"


async def test_unfinished_bodies_share_a_limit_that_spares_small_ones(probe: FastAPI) -> None:
    go_on = asyncio.Event()
    async with asgi_client(probe) as client:
        unfinished = [
            asyncio.create_task(client.post("/body", content=parts(3, go_on))) for _ in range(2)
        ]
        await asyncio.sleep(0.1)
        assert (await client.post("/body", content=parts(3))).status_code == 503
        assert (await client.post("/body", content=parts(1))).status_code == 200
        go_on.set()
        assert [one.status_code for one in await asyncio.gather(*unfinished)] == [200, 200]
        assert (await client.post("/body", content=parts(3))).status_code == 200


async def test_many_json_values_are_400(probe: FastAPI) -> None:
    async with asgi_client(probe) as client:
        long = await client.post("/json", json={"numbers": [10**100] * 800})
        many = await client.post("/json", json={"numbers": [1] * 50_000})
    assert (long.status_code, many.status_code) == (200, 400)
    assert many.json()["detail"] == "The JSON body has over 1000 values"
