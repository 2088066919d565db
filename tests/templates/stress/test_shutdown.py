"""Graceful shutdown on SIGTERM: requests in flight complete, readiness returns 503, the exit code is 0."""

import asyncio
import os
import signal
import time
from collections.abc import Callable

import pytest

from projects import Server
from stress.load import (
    HOST,
    LoadResult,
    encode_request,
    port_of,
    read_response,
    register_and_sign_in,
    send,
    send_repeatedly,
)
from stress.process import server_pid

pytestmark = [pytest.mark.matrix, pytest.mark.parametrize("kind", ["sqlite", "postgresql"])]

IN_FLIGHT = 24
# Seconds: it takes two, and more on a busy machine; uvicorn waits up to 25 seconds for open requests.
STOPS_WITHIN = 10


def stop(server: Server) -> None:
    """Send SIGTERM to the server itself, as in a container, where uv and just do not run above it."""
    os.kill(server_pid(server), signal.SIGTERM)


def test_requests_in_flight_complete(boot: Callable[..., Server], address: str) -> None:
    server = boot(address)
    port = port_of(server.url)
    head, _, body = encode_request("POST", "/api/v1/auth/logout", {"refresh_token": "x"}).partition(
        b"\r\n\r\n"
    )

    async def send_in_two_halves(go_on: asyncio.Event) -> int:
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(head + b"\r\n\r\n" + body[:5])
        await writer.drain()
        await go_on.wait()
        writer.write(body[5:])
        response = await read_response(reader, 0)
        writer.close()
        await writer.wait_closed()
        return response.status

    async def stop_meanwhile() -> list[int]:
        go_on = asyncio.Event()
        running = [asyncio.create_task(send_in_two_halves(go_on)) for _ in range(IN_FLIGHT)]
        await asyncio.sleep(0.5)
        stop(server)
        await asyncio.sleep(0.1)
        ready = await send(port, encode_request("GET", "/health/ready"))
        assert ready.status == 503
        await asyncio.sleep(1)
        go_on.set()
        return await asyncio.gather(*running)

    assert asyncio.run(stop_meanwhile()) == [204] * IN_FLIGHT
    assert server.process.wait(timeout=STOPS_WITHIN) == 0


@pytest.mark.parametrize("target", ["the server", "its process group"])
def test_no_accepted_request_is_dropped(boot: Callable[..., Server], address: str, target: str) -> None:
    server = boot(address)
    request = encode_request("GET", "/api/v1/users/me", token=register_and_sign_in(server.url))
    # A connection for each request, so that some of them wait in the accept queue.
    closing = request.replace(b"\r\nHost", b"\r\nConnection: close\r\nHost")

    async def stop_meanwhile() -> LoadResult:
        result, stopping = LoadResult(), asyncio.Event()
        clients = [
            asyncio.create_task(send_repeatedly(port_of(server.url), closing, result, stopping.is_set))
            for _ in range(IN_FLIGHT)
        ]
        await asyncio.sleep(1)
        stopping.set()
        if target == "the server":
            stop(server)
        else:
            os.killpg(server.process.pid, signal.SIGTERM)
        await asyncio.gather(*clients)
        return result

    result = asyncio.run(stop_meanwhile())
    assert (result.errors, result.statuses()) == ({}, {200})
    # `just` exits with 143 when it gets the signal as well.
    assert server.process.wait(timeout=STOPS_WITHIN) == (0 if target == "the server" else 143)


def test_an_idle_server_stops_at_once(boot: Callable[..., Server], address: str) -> None:
    server = boot(address)
    assert asyncio.run(send(port_of(server.url), encode_request("GET", "/api/v1/products"))).status == 200
    started = time.monotonic()
    stop(server)
    assert server.process.wait(timeout=STOPS_WITHIN) == 0
    assert time.monotonic() - started < STOPS_WITHIN
