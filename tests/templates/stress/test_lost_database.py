"""The database stops and comes back: 503 meanwhile, and the service recovers without a restart."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from projects import Server, serving, succeed
from stress.databases import DatabaseServer
from stress.load import (
    LoadResult,
    create_products,
    encode_request,
    port_of,
    register_and_sign_in,
    run_load,
    send,
    send_concurrently,
)

pytestmark = pytest.mark.matrix

PRODUCTS = encode_request("GET", "/api/v1/products")


def until_ready(url: str) -> None:
    """Wait up to 10 seconds until the readiness probe returns 200."""
    deadline = time.monotonic() + 10
    while httpx.get(f"{url}/health/ready", timeout=5).status_code != httpx.codes.OK:
        assert time.monotonic() < deadline, "it did not recover"
        time.sleep(0.1)


def assert_lost(url: str) -> None:
    """Assert that requests get 503 within 2 seconds while the liveness probe still returns 200."""
    for path in ("/health/ready", "/api/v1/products"):
        response = httpx.get(f"{url}{path}", timeout=5)
        assert response.status_code == httpx.codes.SERVICE_UNAVAILABLE
        assert response.headers["Content-Type"] == "application/problem+json"
        assert int(response.headers["Retry-After"]) >= 1
        assert response.elapsed.total_seconds() < 2
    assert "database" in httpx.get(f"{url}/health/ready").text
    assert httpx.get(f"{url}/health/live").json() == {"status": "ok"}


def test_the_service_recovers_from_a_database_restart_under_load(
    boot: Callable[..., Server], database_server: DatabaseServer
) -> None:
    url = boot(database_server.address).url
    create_products(url, register_and_sign_in(url), 20)

    async def restart_meanwhile() -> None:
        load = asyncio.create_task(run_load(port_of(url), PRODUCTS, 16, 7))
        await asyncio.sleep(1.5)
        await asyncio.to_thread(database_server.stop)
        await asyncio.sleep(1)
        await asyncio.to_thread(assert_lost, url)
        await asyncio.to_thread(database_server.start)
        await asyncio.to_thread(until_ready, url)
        result = await load
        assert result.errors == {}
        assert result.statuses() == {200, 503}
        assert result.slowest() < 3

    asyncio.run(restart_meanwhile())
    after = asyncio.run(run_load(port_of(url), PRODUCTS, 16, 2))
    assert (after.errors, after.statuses()) == ({}, {200})


def test_no_request_fails_after_a_database_restart_while_idle(
    boot: Callable[..., Server], database_server: DatabaseServer
) -> None:
    url = boot(database_server.address).url
    asyncio.run(run_load(port_of(url), PRODUCTS, 32, 1))
    database_server.stop()
    database_server.start()
    result = asyncio.run(send_concurrently(send(port_of(url), PRODUCTS) for _ in range(40)))
    assert (result.errors, result.statuses()) == ({}, {200})


def test_a_frozen_database_returns_503_without_hanging(
    boot: Callable[..., Server], database_server: DatabaseServer
) -> None:
    url = boot(database_server.address).url
    port = port_of(url)
    asyncio.run(run_load(port, PRODUCTS, 32, 1))
    time.sleep(1)
    with database_server.frozen():
        result = asyncio.run(send_concurrently(send(port, PRODUCTS) for _ in range(40)))
        assert (result.errors, result.statuses()) == ({}, {503})
        assert result.slowest() < 3
        assert_lost(url)
    until_ready(url)
    after = asyncio.run(run_load(port, PRODUCTS, 16, 2))
    assert (after.errors, after.statuses()) == ({}, {200})


# In seconds. FastAPI waits for a statement that was sent, and gives up the transaction after 15 seconds.
SLOWEST_WRITE = {"fastapi": 17, "django_drf": 4, "hybrid": 17}


def test_a_database_that_freezes_during_writes_returns_503_without_hanging(
    boot: Callable[..., Server], database_server: DatabaseServer, request: pytest.FixtureRequest
) -> None:
    stack = request.node.callspec.params["shop"]
    url = boot(database_server.address).url
    port = port_of(url)
    product = encode_request(
        "POST", "/api/v1/products", {"name": "Tea", "price": "4.50"}, register_and_sign_in(url)
    )

    async def freeze_meanwhile() -> LoadResult:
        load = asyncio.create_task(run_load(port, product, 16, 3))
        await asyncio.sleep(1.5)
        with database_server.frozen():
            return await load

    result = asyncio.run(freeze_meanwhile())
    assert (result.errors, result.statuses()) == ({}, {201, 503})
    assert result.slowest() < SLOWEST_WRITE[stack]
    until_ready(url)
    after = asyncio.run(run_load(port, product, 16, 2))
    assert (after.errors, after.statuses()) == ({}, {201})


def test_the_service_starts_without_its_database_and_recovers(
    shop: Path, database_server: DatabaseServer, tmp_path: Path
) -> None:
    address = {"DATABASE_URL": database_server.address}
    succeed(shop, "uv", "run", "just", "migrate", env=address)
    database_server.stop()
    with serving(shop, address, tmp_path / "log", until="/health/live") as server:
        assert_lost(server.url)
        database_server.start()
        until_ready(server.url)
        assert httpx.get(f"{server.url}/api/v1/products").status_code == httpx.codes.OK
