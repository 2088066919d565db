"""Graceful shutdown on SIGTERM: requests in flight complete, readiness returns 503, the exit code is 0."""

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import suppress

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
    under_load,
    until,
)
from stress.process import has_read_everything, server_pid
from waiting import LIMIT, http_client

pytestmark = [pytest.mark.matrix, pytest.mark.parametrize("kind", ["sqlite", "postgresql"])]

IN_FLIGHT = 24


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

    async def probe_until_refused() -> list[int]:
        statuses: list[int] = []
        with suppress(OSError, asyncio.IncompleteReadError):
            async with asyncio.timeout(LIMIT):
                while True:
                    statuses.append((await send(port, encode_request("GET", "/health/ready"))).status)
        return statuses

    async def stop_meanwhile() -> list[int]:
        go_on = asyncio.Event()
        running = [asyncio.create_task(send_in_two_halves(go_on)) for _ in range(IN_FLIGHT)]
        await until(lambda: has_read_everything(port, IN_FLIGHT))
        stop(server)
        ready = await probe_until_refused()
        assert sorted(ready) == ready, "ready again"
        assert set(ready) <= {200, 503}
        assert not any(request.done() for request in running)
        go_on.set()
        return await asyncio.gather(*running)

    assert asyncio.run(stop_meanwhile()) == [204] * IN_FLIGHT
    assert server.process.wait(timeout=LIMIT) == 0


@pytest.mark.parametrize("target", ["the server", "its process group"])
def test_no_accepted_request_is_dropped(boot: Callable[..., Server], address: str, target: str) -> None:
    server = boot(address)
    request = encode_request("GET", "/api/v1/users/me", token=register_and_sign_in(server.url))
    # A connection for each request, so that some of them wait in the accept queue.
    closing = request.replace(b"\r\nHost", b"\r\nConnection: close\r\nHost")

    async def stop_meanwhile() -> LoadResult:
        async with under_load(port_of(server.url), closing, IN_FLIGHT) as result:
            await until(lambda: result.counts()[200] > 5 * IN_FLIGHT)
            if target == "the server":
                stop(server)
            else:
                os.killpg(server.process.pid, signal.SIGTERM)
        return result

    result = asyncio.run(stop_meanwhile())
    assert (result.errors, result.statuses()) == ({}, {200})
    # `just` exits with 143 when it gets the signal as well.
    assert server.process.wait(timeout=LIMIT) == (0 if target == "the server" else 143)


def test_an_idle_connection_does_not_delay_the_stop(boot: Callable[..., Server], address: str) -> None:
    server = boot(address)
    with http_client(base_url=server.url) as idle:
        assert idle.get("/api/v1/products").is_success
        stop(server)
        assert server.process.wait(timeout=LIMIT) == 0
    # uvicorn logs it when it has to end a connection that stayed open until the timeout.
    assert "exceeded" not in server.log.read_text()
