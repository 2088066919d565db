"""SIGTERM: what was asked before is answered, the readiness says so, and the process ends well."""

import asyncio
import os
import signal
import time
from collections.abc import Callable

import pytest

from probes.crowd import HOST, Outcome, ask, join, port_of, read, visit, written
from probes.process import innermost
from projects import Server

pytestmark = [pytest.mark.matrix, pytest.mark.parametrize("kind", ["sqlite", "postgresql"])]

IN_FLIGHT = 24
SOON = 10  # two seconds and a busy machine; uvicorn waits up to 25 for whoever is not done


def stop(server: Server) -> None:
    """Tell the server itself, as in a container, where no uv and no just stand above it."""
    os.kill(innermost(server), signal.SIGTERM)


def test_requests_in_flight_are_answered(boot: Callable[..., Server], address: str) -> None:
    server = boot(address)
    port = port_of(server.url)
    head, _, body = written("POST", "/api/v1/auth/logout", {"refresh_token": "x"}).partition(b"\r\n\r\n")

    async def ask_in_two_halves(go_on: asyncio.Event) -> int:
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(head + b"\r\n\r\n" + body[:5])
        await writer.drain()
        await go_on.wait()
        writer.write(body[5:])
        answer = await read(reader, 0)
        writer.close()
        await writer.wait_closed()
        return answer.status

    async def stop_meanwhile() -> list[int]:
        go_on = asyncio.Event()
        asked = [asyncio.create_task(ask_in_two_halves(go_on)) for _ in range(IN_FLIGHT)]
        await asyncio.sleep(0.5)
        stop(server)
        await asyncio.sleep(0.1)
        ready = await ask(port, written("GET", "/health/ready"))
        assert ready.status == 503
        await asyncio.sleep(1)
        go_on.set()
        return await asyncio.gather(*asked)

    assert asyncio.run(stop_meanwhile()) == [204] * IN_FLIGHT
    assert server.process.wait(timeout=SOON) == 0


@pytest.mark.parametrize("told", ["the server", "its whole group"])
def test_nobody_who_has_asked_is_cut_off(boot: Callable[..., Server], address: str, told: str) -> None:
    server = boot(address)
    request = written("GET", "/api/v1/users/me", token=join(server.url))
    # A connection for each request, so that some of them wait in the accept queue.
    closing = request.replace(b"\r\nHost", b"\r\nConnection: close\r\nHost")

    async def stop_meanwhile() -> Outcome:
        outcome, told_to_stop = Outcome(), asyncio.Event()
        visitors = [
            asyncio.create_task(visit(port_of(server.url), closing, outcome, told_to_stop.is_set))
            for _ in range(IN_FLIGHT)
        ]
        await asyncio.sleep(1)
        told_to_stop.set()
        if told == "the server":
            stop(server)
        else:
            os.killpg(server.process.pid, signal.SIGTERM)
        await asyncio.gather(*visitors)
        return outcome

    outcome = asyncio.run(stop_meanwhile())
    assert (outcome.failures, outcome.statuses()) == ({}, {200})
    # `just` itself says 143 when it was told as well.
    assert server.process.wait(timeout=SOON) == (0 if told == "the server" else 143)


def test_an_idle_server_stops_at_once(boot: Callable[..., Server], address: str) -> None:
    server = boot(address)
    assert asyncio.run(ask(port_of(server.url), written("GET", "/api/v1/products"))).status == 200
    started = time.monotonic()
    stop(server)
    assert server.process.wait(timeout=SOON) == 0
    assert time.monotonic() - started < SOON
