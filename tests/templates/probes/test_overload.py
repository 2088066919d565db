"""More clients than the server can answer: it says so at once, and nobody waits for long."""

import asyncio
import time
from collections.abc import Callable

import httpx
import pytest

from probes.crowd import HOST, Answer, crowd, join, port_of, read, stock, written
from projects import Server

pytestmark = [pytest.mark.matrix, pytest.mark.parametrize("kind", ["sqlite", "postgresql"])]

SLOW_CLIENTS = 200
CUT_AFTER = 15


def assert_polite(answer: Answer) -> None:
    """Hold a refusal to saying that it is one, and when to come again."""
    if answer.status == httpx.codes.SERVICE_UNAVAILABLE:
        assert answer.headers["content-type"] == "application/problem+json"
        assert int(answer.headers["retry-after"]) >= 1


@pytest.mark.parametrize("clients", [64, 256, 1000])
def test_a_crowd_is_answered(boot: Callable[..., Server], address: str, clients: int) -> None:
    url = boot(address).url
    token = join(url)
    stock(url, token, 20)
    for path in ("/api/v1/users/me", "/api/v1/products"):
        outcome = asyncio.run(crowd(port_of(url), written("GET", path, token=token), clients, 5))
        assert outcome.failures == {}
        assert 200 in outcome.statuses()
        assert outcome.statuses() <= {200, 503}
        for answer in outcome.answers:
            assert_polite(answer)
        assert outcome.slowest() < 10
        if clients == 64:
            assert outcome.statuses() == {200}
            assert outcome.slowest(0.95) < 1


def test_signing_in_all_at_once_starves_nobody(boot: Callable[..., Server], address: str) -> None:
    url = boot(address).url
    join(url)
    form = b"username=ada%40example.com&password=tangerine+lamp+42"
    head = f"POST /api/v1/auth/token HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {len(form)}\r\n"
    sign_in = f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode() + form

    async def both() -> tuple[set[int], float]:
        sign_ins = asyncio.create_task(crowd(port_of(url), sign_in, 64, 5))
        others = await crowd(port_of(url), written("GET", "/api/v1/products"), 4, 5)
        outcome = await sign_ins
        assert (outcome.failures, others.failures) == ({}, {})
        assert others.statuses() <= {200, 503}
        assert outcome.slowest() < 10
        return outcome.statuses(), others.slowest(0.95)

    statuses, others = asyncio.run(both())
    assert 200 in statuses
    assert statuses <= {200, 503}
    assert others < 2


def test_slow_bodies_are_cut_and_starve_nobody(boot: Callable[..., Server], address: str) -> None:
    url = boot(address).url
    head = written("POST", "/api/v1/auth/logout", {"refresh_token": "x" * 100}).partition(b"\r\n\r\n")[0]

    async def dawdle() -> float:
        started = time.monotonic()
        reader, writer = await asyncio.open_connection(HOST, port_of(url))
        writer.write(head + b"\r\n\r\n")
        try:
            while time.monotonic() < started + 2 * CUT_AFTER:
                writer.write(b"{")
                await writer.drain()
                try:
                    answer = await asyncio.wait_for(read(reader, started), 1)
                except TimeoutError:
                    continue
                assert answer.status == httpx.codes.REQUEST_TIMEOUT
                break
        except (OSError, asyncio.IncompleteReadError):
            pass
        writer.close()
        return time.monotonic() - started

    async def everybody() -> tuple[list[float], float]:
        slow = asyncio.gather(*(dawdle() for _ in range(SLOW_CLIENTS)))
        await asyncio.sleep(2)
        others = await crowd(port_of(url), written("GET", "/api/v1/products"), 8, 10)
        assert (others.failures, others.statuses()) == ({}, {200})
        return await slow, others.slowest(0.95)

    cut, others = asyncio.run(everybody())
    assert max(cut) < CUT_AFTER + 5
    assert others < 1
