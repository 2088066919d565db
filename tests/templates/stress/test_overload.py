"""Under more load than the server can handle it returns 503, and every client gets a response."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable

import httpx
import pytest

from projects import Server
from stress.load import (
    HOST,
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
    until,
)
from waiting import LIMIT

pytestmark = [pytest.mark.matrix, pytest.mark.parametrize("kind", ["sqlite", "postgresql"])]

SLOW_CLIENTS = 200
REQUESTS = 4_000  # of all clients of a load run together


def assert_retry_after(response: Response) -> None:
    """Assert that a 503 is problem+json with a `Retry-After` of at least one second."""
    if response.status == httpx.codes.SERVICE_UNAVAILABLE:
        assert response.headers["content-type"] == "application/problem+json"
        assert int(response.headers["retry-after"]) >= 1


@pytest.mark.parametrize("clients", [64, 256, 1000])
def test_every_client_gets_a_response_under_load(
    boot: Callable[..., Server], address: str, clients: int
) -> None:
    url = boot(address, ENVIRONMENT="production").url
    token = register_and_sign_in(url)
    create_products(url, token, 20)
    for path in ("/api/v1/users/me", "/api/v1/products"):
        request = encode_request("GET", path, token=token)
        result = asyncio.run(run_load(port_of(url), request, clients, REQUESTS // clients))
        result.report(f"{clients} clients, {path}")
        assert result.errors == {}
        assert 200 in result.statuses()
        assert result.statuses() <= {200, 503}
        for response in result.responses:
            assert_retry_after(response)


def sign_in(password: str) -> bytes:
    """Encode a sign-in request."""
    form = f"username=ada%40example.com&password={password}"
    head = f"POST /api/v1/auth/token HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {len(form)}\r\n"
    return f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}".encode()


def test_concurrent_sign_ins_do_not_starve_other_requests(boot: Callable[..., Server], address: str) -> None:
    url = boot(address).url
    register_and_sign_in(url)

    async def both() -> tuple[LoadResult, LoadResult]:
        requests = [send(port_of(url), sign_in("tangerine+lamp+42")) for _ in range(64)]
        sign_ins = [asyncio.create_task(request) for request in requests]
        # By now all of them have been admitted or refused, and hold no slot while they wait for a hash.
        await until(lambda: any(each.done() and each.result().status == httpx.codes.OK for each in sign_ins))
        others = await run_load(port_of(url), encode_request("GET", "/api/v1/products"), 4, 5)
        assert not all(each.done() for each in sign_ins)  # the others did not wait until the last hash
        return await send_concurrently(sign_ins), others

    result, others = asyncio.run(both())
    result.report("64 sign-ins")
    others.report("reads beside 64 sign-ins")
    assert (result.errors, others.errors) == ({}, {})
    # How many of them get 503 depends on the time that a hash takes.
    assert result.statuses() | {503} == {200, 503}
    assert others.statuses() == {200}


def test_sign_ins_over_the_limit_get_503_and_do_not_count_as_failed_attempts(
    boot: Callable[..., Server], address: str
) -> None:
    url = boot(address).url
    register_and_sign_in(url)
    result = asyncio.run(run_load(port_of(url), sign_in("tangerine+lamp+42"), 256, 2))
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

    started: list[asyncio.StreamWriter] = []

    async def send_slowly() -> Response | None:
        """Send a byte a second until the server responds or closes the connection."""
        reader, writer = await asyncio.open_connection(HOST, port_of(url))
        writer.write(head + b"\r\n\r\n")
        started.append(writer)
        response = asyncio.create_task(read_response(reader, time.perf_counter()))
        while not response.done():
            writer.write(b"{")
            await asyncio.wait([response], timeout=1)
        writer.close()
        return None if isinstance(response.exception(), OSError | EOFError) else response.result()

    async def run_both() -> LoadResult:
        async with asyncio.timeout(LIMIT), asyncio.TaskGroup() as tasks:
            slow = [tasks.create_task(send_slowly()) for _ in range(SLOW_CLIENTS)]
            await until(lambda: len(started) == SLOW_CLIENTS)
            others = await run_load(port_of(url), encode_request("GET", "/api/v1/products"), 8, 20)
            others.report("reads beside slow bodies")
            assert (others.errors, others.statuses()) == ({}, {200})
        return LoadResult([response for each in slow if (response := each.result())])

    refused = asyncio.run(run_both())
    refused.report("slow bodies")
    assert refused.statuses() <= {httpx.codes.REQUEST_TIMEOUT}
