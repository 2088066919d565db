"""The database goes away and comes back: 503 in between, and no restart of the service."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from probes.crowd import Outcome, ask, at_once, crowd, join, port_of, stock, written
from probes.machine import Machine
from projects import Server, serving, succeed

pytestmark = pytest.mark.matrix

PRODUCTS = written("GET", "/api/v1/products")


def until_ready(url: str) -> None:
    """Wait until the service says that it can work."""
    deadline = time.monotonic() + 10
    while httpx.get(f"{url}/health/ready", timeout=5).status_code != httpx.codes.OK:
        assert time.monotonic() < deadline, "it never healed"
        time.sleep(0.1)


def assert_lost(url: str) -> None:
    """Hold the service to saying at once that the database is gone, and that it is alive itself."""
    for path in ("/health/ready", "/api/v1/products"):
        response = httpx.get(f"{url}{path}", timeout=5)
        assert response.status_code == httpx.codes.SERVICE_UNAVAILABLE
        assert response.headers["Content-Type"] == "application/problem+json"
        assert int(response.headers["Retry-After"]) >= 1
        assert response.elapsed.total_seconds() < 2
    assert "database" in httpx.get(f"{url}/health/ready").text
    assert httpx.get(f"{url}/health/live").json() == {"status": "ok"}


def test_a_restart_under_load_heals(boot: Callable[..., Server], machine: Machine) -> None:
    url = boot(machine.address).url
    stock(url, join(url), 20)

    async def restart_meanwhile() -> None:
        load = asyncio.create_task(crowd(port_of(url), PRODUCTS, 16, 7))
        await asyncio.sleep(1.5)
        await asyncio.to_thread(machine.stop)
        await asyncio.sleep(1)
        await asyncio.to_thread(assert_lost, url)
        await asyncio.to_thread(machine.start)
        await asyncio.to_thread(until_ready, url)
        outcome = await load
        assert outcome.failures == {}
        assert outcome.statuses() == {200, 503}
        assert outcome.slowest() < 3

    asyncio.run(restart_meanwhile())
    after = asyncio.run(crowd(port_of(url), PRODUCTS, 16, 2))
    assert (after.failures, after.statuses()) == ({}, {200})


def test_a_restart_while_idle_fails_no_request(boot: Callable[..., Server], machine: Machine) -> None:
    url = boot(machine.address).url
    asyncio.run(crowd(port_of(url), PRODUCTS, 32, 1))
    machine.stop()
    machine.start()
    outcome = asyncio.run(at_once(ask(port_of(url), PRODUCTS) for _ in range(40)))
    assert (outcome.failures, outcome.statuses()) == ({}, {200})


def test_a_frozen_database_hangs_nobody(boot: Callable[..., Server], machine: Machine) -> None:
    url = boot(machine.address).url
    port = port_of(url)
    asyncio.run(crowd(port, PRODUCTS, 32, 1))
    time.sleep(1)
    with machine.frozen():
        outcome = asyncio.run(at_once(ask(port, PRODUCTS) for _ in range(40)))
        assert (outcome.failures, outcome.statuses()) == ({}, {503})
        assert outcome.slowest() < 3
        assert_lost(url)
    until_ready(url)
    after = asyncio.run(crowd(port, PRODUCTS, 16, 2))
    assert (after.failures, after.statuses()) == ({}, {200})


# FastAPI waits for a statement that is on its way, and gives up a transaction at last.
PATIENCE_OF_WRITERS = {"fastapi": 17, "django_drf": 4, "hybrid": 17}


def test_a_database_that_freezes_under_writers_hangs_nobody(
    boot: Callable[..., Server], machine: Machine, request: pytest.FixtureRequest
) -> None:
    stack = request.node.callspec.params["shop"]
    url = boot(machine.address).url
    port = port_of(url)
    product = written("POST", "/api/v1/products", {"name": "Tea", "price": "4.50"}, join(url))

    async def freeze_meanwhile() -> Outcome:
        load = asyncio.create_task(crowd(port, product, 16, 3))
        await asyncio.sleep(1.5)
        with machine.frozen():
            return await load

    outcome = asyncio.run(freeze_meanwhile())
    assert (outcome.failures, outcome.statuses()) == ({}, {201, 503})
    assert outcome.slowest() < PATIENCE_OF_WRITERS[stack]
    until_ready(url)
    after = asyncio.run(crowd(port, product, 16, 2))
    assert (after.failures, after.statuses()) == ({}, {201})


def test_it_starts_without_its_database_and_heals(shop: Path, machine: Machine, tmp_path: Path) -> None:
    address = {"DATABASE_URL": machine.address}
    succeed(shop, "uv", "run", "just", "migrate", env=address)
    machine.stop()
    with serving(shop, address, tmp_path / "log", until="/health/live") as server:
        assert_lost(server.url)
        machine.start()
        until_ready(server.url)
        assert httpx.get(f"{server.url}/api/v1/products").status_code == httpx.codes.OK
