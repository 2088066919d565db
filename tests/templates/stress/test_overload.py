"""Under more load than the server can handle it returns 503 quickly, and no client waits for long."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from projects import Server
from stress.load import (
    HOST,
    TIMEOUT,
    LoadResult,
    Response,
    create_products,
    encode_request,
    port_of,
    read_response,
    register_and_sign_in,
    run_load,
    send,
    send_concurrently,
)

pytestmark = [pytest.mark.matrix, pytest.mark.parametrize("kind", ["sqlite", "postgresql"])]

SLOW_CLIENTS = 200
BODY_TIMEOUT = 15
# Of 64 sign-ins more than this must succeed: all do where a core or two are free, ten seconds' worth on a
# machine that has none. In Django a request that waits for a hash holds a thread: ten wait, others get 503.
FEWEST_SIGN_INS = {"fastapi": 16, "django_drf": 9, "hybrid": 16}
SLOWEST_REFUSAL = 5  # seconds: one is documented, but a shared machine may pause for longer


def assert_retry_after(response: Response) -> None:
    """Assert that a 503 is problem+json with a `Retry-After` of at least one second."""
    if response.status == httpx.codes.SERVICE_UNAVAILABLE:
        assert response.headers["content-type"] == "application/problem+json"
        assert int(response.headers["retry-after"]) >= 1


def logged(server: Server) -> list[dict[str, Any]]:
    """Parse the server's JSON log."""
    lines = server.log.read_text().splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


@pytest.mark.parametrize("clients", [64, 256, 1000])
def test_every_client_gets_a_response_under_load(
    boot: Callable[..., Server], address: str, clients: int
) -> None:
    server = boot(address, ENVIRONMENT="production")
    url = server.url
    token = register_and_sign_in(url)
    create_products(url, token, 20)
    for path in ("/api/v1/users/me", "/api/v1/products"):
        result = asyncio.run(run_load(port_of(url), encode_request("GET", path, token=token), clients, 5))
        assert result.errors == {}
        assert 200 in result.statuses()
        assert result.statuses() <= {200, 503}
        for response in result.responses:
            assert_retry_after(response)
        assert result.slowest() < TIMEOUT / 2
    refused = sorted(line["duration_ms"] for line in logged(server) if line.get("status") == 503)
    assert not refused or refused[int(len(refused) * 0.9)] < SLOWEST_REFUSAL * 1000


def sign_in(password: str) -> bytes:
    """Encode a sign-in request."""
    form = f"username=ada%40example.com&password={password}"
    head = f"POST /api/v1/auth/token HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {len(form)}\r\n"
    return f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}".encode()


def test_concurrent_sign_ins_do_not_starve_other_requests(
    boot: Callable[..., Server], address: str, request: pytest.FixtureRequest
) -> None:
    url = boot(address).url
    register_and_sign_in(url)

    async def both() -> tuple[LoadResult, LoadResult]:
        sign_ins = send_concurrently(send(port_of(url), sign_in("tangerine+lamp+42")) for _ in range(64))
        return await asyncio.gather(
            sign_ins, run_load(port_of(url), encode_request("GET", "/api/v1/products"), 4, 3)
        )

    result, others = asyncio.run(both())
    assert (result.errors, others.errors) == ({}, {})
    stack = request.node.callspec.params["shop"]
    assert [response.status for response in result.responses].count(200) > FEWEST_SIGN_INS[stack]
    assert result.statuses() <= {200, 503}
    assert result.slowest() < TIMEOUT
    assert others.statuses() == {200}
    assert others.slowest() < TIMEOUT / 2


def test_sign_ins_over_the_limit_get_503_and_do_not_count_as_failed_attempts(
    boot: Callable[..., Server], address: str
) -> None:
    url = boot(address).url
    register_and_sign_in(url)
    result = asyncio.run(run_load(port_of(url), sign_in("tangerine+lamp+42"), 256, 3))
    assert (result.errors, result.statuses()) == ({}, {200, 503})
    for response in result.responses:
        assert_retry_after(response)


def test_concurrent_password_guesses_are_rate_limited(boot: Callable[..., Server], address: str) -> None:
    url = boot(address).url
    register_and_sign_in(url)
    result = asyncio.run(
        send_concurrently(send(port_of(url), sign_in(f"guess+{number}")) for number in range(64))
    )
    statuses = Counter(response.status for response in result.responses)
    assert 3 < statuses[401] < 10
    assert statuses.keys() <= {401, 429, 503}
    assert asyncio.run(send(port_of(url), sign_in("tangerine+lamp+42"))).status == 429


def test_slow_request_bodies_time_out_and_do_not_starve_other_requests(
    boot: Callable[..., Server], address: str
) -> None:
    url = boot(address).url
    head = encode_request("POST", "/api/v1/auth/logout", {"refresh_token": "x" * 100}).partition(b"\r\n\r\n")[
        0
    ]

    async def send_slowly() -> float:
        started = time.monotonic()
        reader, writer = await asyncio.open_connection(HOST, port_of(url))
        writer.write(head + b"\r\n\r\n")
        try:
            while time.monotonic() < started + 2 * BODY_TIMEOUT:
                writer.write(b"{")
                await writer.drain()
                try:
                    response = await asyncio.wait_for(read_response(reader, started), 1)
                except TimeoutError:
                    continue
                assert response.status == httpx.codes.REQUEST_TIMEOUT
                break
        except (OSError, asyncio.IncompleteReadError):
            pass
        writer.close()
        return time.monotonic() - started

    async def run_both() -> list[float]:
        slow = asyncio.gather(*(send_slowly() for _ in range(SLOW_CLIENTS)))
        await asyncio.sleep(2)
        others = await run_load(port_of(url), encode_request("GET", "/api/v1/products"), 8, 10)
        assert (others.errors, others.statuses()) == ({}, {200})
        assert others.slowest() < BODY_TIMEOUT
        return await slow

    assert max(asyncio.run(run_both())) < TIMEOUT
