"""A route can allow a larger body, and the number of JSON values is limited."""

import pytest
from fastapi import FastAPI, Request

from backend.main import create_app
from backend.settings import Settings
from tests.support.server import asgi_client

pytestmark = pytest.mark.anyio


@pytest.fixture
def probe(settings: Settings) -> FastAPI:
    """Return an application with a route for uploads."""
    app = create_app(settings)

    @app.post("/upload", max_body_size=2_000_000)
    async def upload(request: Request) -> int:
        return sum([len(part) async for part in request.stream()])

    return app


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [("/read", 1_048_577, 413), ("/upload", 2_000_000, 200), ("/upload", 2_000_001, 413)],
)
async def test_a_route_can_allow_a_larger_body(
    probe: FastAPI, path: str, size: int, status: int
) -> None:
    async with asgi_client(probe) as client:
        response = await client.post(path, content=b"x" * size)
    assert response.status_code == status


async def test_a_body_with_too_many_values_is_400(probe: FastAPI) -> None:
    async with asgi_client(probe) as client:
        response = await client.post("/upload", json=list(range(30_000)))
    assert (response.status_code, response.json()["detail"]) == (
        400,
        "The JSON body has over 20000 values",
    )
