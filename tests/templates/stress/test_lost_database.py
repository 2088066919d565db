"""The database stops and comes back: 503 meanwhile, and the service recovers without a restart."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from projects import Server, serving, succeed
from stress.databases import DatabaseServer, query
from stress.load import (
    LoadResult,
    create_products,
    encode_request,
    port_of,
    register_and_sign_in,
    run_load,
    send,
    send_concurrently,
    under_load,
    until,
)
from waiting import http_get, wait_until

pytestmark = pytest.mark.matrix

IDLE = "select count(*) - 1 from pg_stat_activity where datname = current_database()"
PRODUCTS = encode_request("GET", "/api/v1/products")
CLIENTS = 16


def until_ready(url: str) -> None:
    """Wait until the readiness probe returns 200."""
    wait_until(lambda: http_get(f"{url}/health/ready").is_success, "it did not recover")


def assert_lost(url: str) -> None:
    """Assert that requests get 503 while the database is lost, and that the liveness probe returns 200."""
    for path in ("/health/ready", "/api/v1/products"):
        response = http_get(f"{url}{path}")
        assert response.status_code == httpx.codes.SERVICE_UNAVAILABLE
        assert response.headers["Content-Type"] == "application/problem+json"
        assert int(response.headers["Retry-After"]) >= 1
    assert "database" in http_get(f"{url}/health/ready").text
    assert http_get(f"{url}/health/live").json() == {"status": "ok"}


def test_the_service_recovers_from_a_database_restart_under_load(
    boot: Callable[..., Server], database_server: DatabaseServer
) -> None:
    url = boot(database_server.address).url
    create_products(url, register_and_sign_in(url), 20)

    async def restart_meanwhile() -> LoadResult:
        async with under_load(port_of(url), PRODUCTS, CLIENTS) as result:
            await until(lambda: result.counts()[200] > 10 * CLIENTS)
            sent = result.pending.copy()
            await asyncio.to_thread(database_server.stop)
            await until(lambda: not sent & result.pending)
            await until(lambda: result.counts()[503] > 10 * CLIENTS)
            await asyncio.to_thread(assert_lost, url)
            await asyncio.to_thread(database_server.start)
            await asyncio.to_thread(until_ready, url)
            served = result.counts()[200]
            await until(lambda: result.counts()[200] > served + 10 * CLIENTS)
        return result

    result = asyncio.run(restart_meanwhile())
    result.report("reads while the database restarts")
    assert (result.errors, result.statuses()) == ({}, {200, 503})
    after = asyncio.run(run_load(port_of(url), PRODUCTS, CLIENTS, 50))
    assert (after.errors, after.statuses()) == ({}, {200})


def test_no_request_fails_after_a_database_restart_while_idle(
    boot: Callable[..., Server], database_server: DatabaseServer
) -> None:
    url = boot(database_server.address).url
    asyncio.run(run_load(port_of(url), PRODUCTS, 2 * CLIENTS, 10))
    database_server.stop()
    database_server.start()
    result = asyncio.run(send_concurrently(send(port_of(url), PRODUCTS) for _ in range(40)))
    assert (result.errors, result.statuses()) == ({}, {200})


def test_the_first_request_after_a_restart_is_served_by_a_pool_of_dead_connections(
    boot: Callable[..., Server], database_server: DatabaseServer
) -> None:
    url = boot(database_server.address).url
    for _ in range(3):
        asyncio.run(run_load(port_of(url), PRODUCTS, 64, 1))
        dead = int(query(database_server.address, IDLE))
        database_server.stop()
        database_server.start()
        assert asyncio.run(send(port_of(url), PRODUCTS)).status == 200, f"{dead} connections"


def test_a_frozen_database_returns_503_without_hanging(
    boot: Callable[..., Server], database_server: DatabaseServer
) -> None:
    url = boot(database_server.address).url
    port = port_of(url)
    asyncio.run(run_load(port, PRODUCTS, 2 * CLIENTS, 10))
    with database_server.frozen():
        result = asyncio.run(send_concurrently(send(port, PRODUCTS) for _ in range(40)))
        result.report("reads while the database is frozen")
        assert (result.errors, result.statuses()) == ({}, {503})
        assert_lost(url)
    until_ready(url)
    after = asyncio.run(run_load(port, PRODUCTS, CLIENTS, 50))
    assert (after.errors, after.statuses()) == ({}, {200})


def test_a_database_that_freezes_during_writes_returns_503_without_hanging(
    boot: Callable[..., Server], database_server: DatabaseServer
) -> None:
    url = boot(database_server.address).url
    port = port_of(url)
    product = encode_request(
        "POST", "/api/v1/products", {"name": "Tea", "price": "4.50"}, register_and_sign_in(url)
    )

    async def freeze_meanwhile() -> LoadResult:
        async with under_load(port, product, CLIENTS) as result:
            await until(lambda: result.counts()[201] > CLIENTS)
            with database_server.frozen():
                sent = result.pending.copy()
                await until(lambda: not sent & result.pending)
        return result

    result = asyncio.run(freeze_meanwhile())
    result.report("writes while the database freezes")
    assert (result.errors, result.statuses()) == ({}, {201, 503})
    until_ready(url)
    after = asyncio.run(run_load(port, product, CLIENTS, 20))
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
        assert http_get(f"{server.url}/api/v1/products").status_code == httpx.codes.OK
