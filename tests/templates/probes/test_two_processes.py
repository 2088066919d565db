"""Two servers on one database: every write of both is there in the end, and none was refused."""

import asyncio
from collections.abc import Callable

import httpx
import pytest

from probes.crowd import Outcome, ask, at_once, join, port_of, read, written
from projects import Server

pytestmark = [pytest.mark.matrix, pytest.mark.parametrize("kind", ["sqlite", "postgresql"])]

WRITES = 150


def test_two_servers_lose_no_write(boot: Callable[..., Server], address: str) -> None:
    urls = [boot(address).url, boot(address).url]
    token = join(urls[0])

    async def write(url: str) -> Outcome:
        outcome = Outcome()
        reader, writer = await asyncio.open_connection("127.0.0.1", port_of(url))
        for number in range(WRITES):
            body = {"name": f"Tea {number}", "price": "1.00", "status": "live"}
            writer.write(written("POST", "/api/v1/products", body, token))
            outcome.answers.append(await read(reader, 0))
        writer.close()
        return outcome

    async def both() -> list[Outcome]:
        return await asyncio.gather(*(write(url) for url in urls * 2))

    for outcome in asyncio.run(both()):
        assert outcome.statuses() == {201}
    assert httpx.get(f"{urls[0]}/api/v1/products").json()["total"] == 4 * WRITES


def test_a_refresh_token_is_spent_once_by_two_servers(boot: Callable[..., Server], address: str) -> None:
    urls = [boot(address).url, boot(address).url]
    join(urls[0])
    form = {"username": "ada@example.com", "password": "tangerine lamp 42"}
    for _ in range(5):
        pair = httpx.post(f"{urls[0]}/api/v1/auth/token", data=form).json()
        body = {"refresh_token": pair["refresh_token"]}
        request = written("POST", "/api/v1/auth/refresh", body)
        outcome = asyncio.run(at_once(ask(port_of(url), request) for url in urls * 2))
        assert outcome.failures == {}
        assert sorted(answer.status for answer in outcome.answers) == [200, 401, 401, 401]
