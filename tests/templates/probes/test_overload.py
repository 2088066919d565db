"""More clients than the server can answer: it says so at once, and nobody waits for long."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from probes.crowd import (
    HOST,
    PATIENCE,
    Answer,
    Outcome,
    ask,
    at_once,
    crowd,
    join,
    port_of,
    read,
    stock,
    written,
)
from projects import Server

pytestmark = [pytest.mark.matrix, pytest.mark.parametrize("kind", ["sqlite", "postgresql"])]

SLOW_CLIENTS = 200
CUT_AFTER = 15
# All of them, where a core or two are free; ten seconds' worth on a machine that has none. In Django whoever
# waits for a hash holds a thread, so that ten may wait and the others are asked to come again.
SIGNED_IN = {"fastapi": 16, "django_drf": 9, "hybrid": 16}
REFUSED_WITHIN = 5  # a second is promised; a shared machine may stand still for some


def assert_polite(answer: Answer) -> None:
    """Hold a refusal to saying that it is one, and when to come again."""
    if answer.status == httpx.codes.SERVICE_UNAVAILABLE:
        assert answer.headers["content-type"] == "application/problem+json"
        assert int(answer.headers["retry-after"]) >= 1


def logged(server: Server) -> list[dict[str, Any]]:
    """Read what the server has to say about each request."""
    lines = server.log.read_text().splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


@pytest.mark.parametrize("clients", [64, 256, 1000])
def test_a_crowd_is_answered(boot: Callable[..., Server], address: str, clients: int) -> None:
    server = boot(address, ENVIRONMENT="production")
    url = server.url
    token = join(url)
    stock(url, token, 20)
    for path in ("/api/v1/users/me", "/api/v1/products"):
        outcome = asyncio.run(crowd(port_of(url), written("GET", path, token=token), clients, 5))
        assert outcome.failures == {}
        assert 200 in outcome.statuses()
        assert outcome.statuses() <= {200, 503}
        for answer in outcome.answers:
            assert_polite(answer)
        assert outcome.slowest() < PATIENCE / 2
    refused = sorted(line["duration_ms"] for line in logged(server) if line.get("status") == 503)
    assert not refused or refused[int(len(refused) * 0.9)] < REFUSED_WITHIN * 1000


def sign_in(password: str) -> bytes:
    """Write a sign-in as it goes over the wire."""
    form = f"username=ada%40example.com&password={password}"
    head = f"POST /api/v1/auth/token HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {len(form)}\r\n"
    return f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n{form}".encode()


def test_signing_in_all_at_once_starves_nobody(
    boot: Callable[..., Server], address: str, request: pytest.FixtureRequest
) -> None:
    url = boot(address).url
    join(url)

    async def both() -> tuple[Outcome, Outcome]:
        sign_ins = at_once(ask(port_of(url), sign_in("tangerine+lamp+42")) for _ in range(64))
        return await asyncio.gather(sign_ins, crowd(port_of(url), written("GET", "/api/v1/products"), 4, 3))

    outcome, others = asyncio.run(both())
    assert (outcome.failures, others.failures) == ({}, {})
    stack = request.node.callspec.params["shop"]
    assert [answer.status for answer in outcome.answers].count(200) > SIGNED_IN[stack]
    assert outcome.statuses() <= {200, 503}
    assert outcome.slowest() < PATIENCE
    assert others.statuses() == {200}
    assert others.slowest() < PATIENCE / 2


def test_more_sign_ins_than_fit_are_refused_and_not_held_against_anyone(
    boot: Callable[..., Server], address: str
) -> None:
    url = boot(address).url
    join(url)
    outcome = asyncio.run(crowd(port_of(url), sign_in("tangerine+lamp+42"), 256, 3))
    assert (outcome.failures, outcome.statuses()) == ({}, {200, 503})
    for answer in outcome.answers:
        assert_polite(answer)


def test_guessing_all_at_once_is_guessing_a_few_times(boot: Callable[..., Server], address: str) -> None:
    url = boot(address).url
    join(url)
    outcome = asyncio.run(at_once(ask(port_of(url), sign_in(f"guess+{number}")) for number in range(64)))
    statuses = Counter(answer.status for answer in outcome.answers)
    assert 3 < statuses[401] < 10
    assert statuses.keys() <= {401, 429, 503}
    assert asyncio.run(ask(port_of(url), sign_in("tangerine+lamp+42"))).status == 429


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

    async def everybody() -> list[float]:
        slow = asyncio.gather(*(dawdle() for _ in range(SLOW_CLIENTS)))
        await asyncio.sleep(2)
        others = await crowd(port_of(url), written("GET", "/api/v1/products"), 8, 10)
        assert (others.failures, others.statuses()) == ({}, {200})
        assert others.slowest() < CUT_AFTER
        return await slow

    assert max(asyncio.run(everybody())) < PATIENCE
