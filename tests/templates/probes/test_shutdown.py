"""SIGTERM: what was asked before is answered, the readiness says so, and the process ends well."""

import asyncio
import os
import signal
import time
from collections.abc import Callable

import pytest

from probes.crowd import HOST, Outcome, ask, at_once, join, port_of, read, visit, written
from projects import Server

pytestmark = [pytest.mark.matrix, pytest.mark.parametrize("kind", ["sqlite", "postgresql"])]

IN_FLIGHT = 24


def test_requests_in_flight_are_answered(boot: Callable[..., Server], address: str) -> None:
    server = boot(address)
    head, _, body = written("POST", "/api/v1/auth/logout", {"refresh_token": "x"}).partition(b"\r\n\r\n")

    async def ask_in_two_halves(sent: asyncio.Event) -> object:
        reader, writer = await asyncio.open_connection(HOST, port_of(server.url))
        started = time.perf_counter()
        writer.write(head + b"\r\n\r\n" + body[:5])
        await writer.drain()
        await sent.wait()
        writer.write(body[5:])
        return (await read(reader, started)).status

    async def stop_meanwhile() -> list[object]:
        sent = asyncio.Event()
        asked = [asyncio.create_task(ask_in_two_halves(sent)) for _ in range(IN_FLIGHT)]
        reader, writer = await asyncio.open_connection(HOST, port_of(server.url))
        writer.write(head + b"\r\n\r\n" + body)
        assert (await read(reader, 0)).status == 204
        await asyncio.sleep(0.5)
        os.killpg(server.process.pid, signal.SIGTERM)
        await asyncio.sleep(0.3)
        ready = await ask(port_of(server.url), written("GET", "/health/ready"))
        assert ready.status == 503
        await asyncio.sleep(0.3)
        sent.set()
        return await asyncio.gather(*asked)

    assert asyncio.run(stop_meanwhile()) == [204] * IN_FLIGHT
    assert server.process.wait(timeout=5) == 0


@pytest.mark.parametrize("told", ["the whole group", "only the first process"])
def test_nobody_is_cut_off_under_load(boot: Callable[..., Server], address: str, told: str) -> None:
    server = boot(address)
    request = written("GET", "/api/v1/users/me", token=join(server.url))
    closing = request.replace(b"\r\nHost", b"\r\nConnection: close\r\nHost")

    async def stop_meanwhile() -> Outcome:
        outcome = Outcome()
        over = time.monotonic() + 4
        visits = [
            asyncio.create_task(visit(port_of(server.url), closing, outcome, lambda: time.monotonic() > over))
            for _ in range(IN_FLIGHT)
        ]
        await asyncio.sleep(1)
        if told == "the whole group":
            os.killpg(server.process.pid, signal.SIGTERM)
        else:
            server.process.terminate()
        await asyncio.gather(*visits)
        return outcome

    outcome = asyncio.run(stop_meanwhile())
    assert set(outcome.failures) <= {"ConnectionRefusedError"}
    assert outcome.statuses() <= {200, 503}
    assert server.process.wait(timeout=5) == 0


def test_an_idle_server_stops_at_once(boot: Callable[..., Server], address: str) -> None:
    server = boot(address)
    asyncio.run(at_once([ask(port_of(server.url), written("GET", "/api/v1/products"))]))
    started = time.monotonic()
    os.killpg(server.process.pid, signal.SIGTERM)
    assert server.process.wait(timeout=5) == 0
    assert time.monotonic() - started < 3
