"""Middleware follows the settings."""

import pytest
from fastapi import WebSocket
from starlette.testclient import TestClient, WebSocketDenialResponse

from backend.main import create_app
from backend.settings import Settings
from tests.support.asgi_client import asgi_client
from tests.support.problem import assert_problem


@pytest.mark.anyio
async def test_cors_allows_listed_origins_only(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"cors_origins": ("https://shop.example.com",)}))
    async with asgi_client(app) as client:
        allowed = await client.get("/health/live", headers={"Origin": "https://shop.example.com"})
        other = await client.get("/health/live", headers={"Origin": "https://evil.example.com"})
    assert allowed.headers["Access-Control-Allow-Origin"] == "https://shop.example.com"
    assert "Access-Control-Allow-Origin" not in other.headers


PREFLIGHT = {
    "Origin": "https://shop.example.com",
    "Access-Control-Request-Method": "PUT",
    "Access-Control-Request-Headers": (
        "authorization, content-type, x-request-id, x-requested-with, idempotency-key"
    ),
}


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("change", "detail"),
    [
        ({}, None),
        ({"Origin": "https://evil.example.com"}, "Disallowed CORS origin"),
        ({"Access-Control-Request-Method": "TRACE"}, "Disallowed CORS method"),
        ({"Access-Control-Request-Headers": "x-other"}, "Disallowed CORS headers"),
    ],
    ids=["allowed", "origin", "method", "headers"],
)
async def test_a_refused_preflight_request_is_a_problem(
    settings: Settings, change: dict[str, str], detail: str | None
) -> None:
    app = create_app(settings.model_copy(update={"cors_origins": ("https://shop.example.com",)}))
    async with asgi_client(app) as client:
        response = await client.options("/api/v1/any", headers=PREFLIGHT | change)
    assert "Origin" in response.headers["Vary"]
    if detail is None:
        assert response.status_code == 200
        methods = response.headers["Access-Control-Allow-Methods"]
        assert methods.split(", ") == ["GET", "POST", "PUT", "PATCH", "DELETE"]
    else:
        assert response.json()["detail"] == detail
        assert_problem(response, 400)


@pytest.mark.anyio
async def test_cors_headers_are_sent_with_a_500(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"cors_origins": ("https://shop.example.com",)}))

    @app.get("/bug")
    async def bug() -> None:
        raise RuntimeError

    async with asgi_client(app) as client:
        response = await client.get("/bug", headers={"Origin": "https://shop.example.com"})
    assert response.status_code == 500
    assert response.headers["Access-Control-Allow-Origin"] == "https://shop.example.com"


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("changes", "hsts"),
    [
        ({}, None),
        ({"trusted_proxies": ("127.0.0.1",)}, "max-age=3600"),
        (
            {
                "trusted_proxies": ("127.0.0.1",),
                "hsts_seconds": 60,
                "hsts_include_subdomains": True,
            },
            "max-age=60; includeSubDomains",
        ),
    ],
)
async def test_only_a_trusted_proxy_can_set_the_scheme(
    settings: Settings, changes: dict[str, object], hsts: str | None
) -> None:
    app = create_app(settings.model_copy(update=changes))
    async with asgi_client(app) as client:
        response = await client.get("/health/live", headers={"X-Forwarded-Proto": "https"})
    assert response.headers.get("Strict-Transport-Security") == hsts


def test_a_websocket_is_served_to_allowed_hosts_only(settings: Settings) -> None:
    app = create_app(settings)

    @app.websocket("/echo")
    async def echo(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text(await socket.receive_text())

    client = TestClient(app)
    with client.websocket_connect("ws://localhost/echo") as socket:
        socket.send_text("tea")
        assert socket.receive_text() == "tea"
    with (
        pytest.raises(WebSocketDenialResponse) as refused,
        client.websocket_connect("ws://evil.example.com/echo"),
    ):
        pass
    assert refused.value.status_code == 400


@pytest.mark.anyio
async def test_the_documentation_can_be_disabled(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"docs_enabled": False}))
    async with asgi_client(app) as client:
        for path in ("/api/docs", "/api/redoc", "/api/openapi.json"):
            assert (await client.get(path)).status_code == 404
