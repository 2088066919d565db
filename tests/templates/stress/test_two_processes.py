"""Two server processes on one database: every write succeeds, and none is lost."""

import asyncio
from collections.abc import Callable

import pytest

from projects import Server
from stress.load import (
    LoadResult,
    encode_request,
    port_of,
    read_response,
    register_and_sign_in,
    send,
    send_concurrently,
)
from waiting import http_get, http_post

pytestmark = [pytest.mark.matrix, pytest.mark.parametrize("kind", ["sqlite", "postgresql"])]

WRITES = 150


def test_two_servers_lose_no_write(boot: Callable[..., Server], address: str) -> None:
    urls = [boot(address).url, boot(address).url]
    token = register_and_sign_in(urls[0])

    async def write(url: str) -> LoadResult:
        result = LoadResult()
        reader, writer = await asyncio.open_connection("127.0.0.1", port_of(url))
        for number in range(WRITES):
            body = {"name": f"Tea {number}", "price": "1.00", "status": "live"}
            writer.write(encode_request("POST", "/api/v1/products", body, token))
            result.responses.append(await read_response(reader, 0))
        writer.close()
        return result

    async def both() -> list[LoadResult]:
        return await asyncio.gather(*(write(url) for url in urls * 2))

    for result in asyncio.run(both()):
        assert result.statuses() == {201}
    assert http_get(f"{urls[0]}/api/v1/products").json()["total"] == 4 * WRITES


def test_a_refresh_token_is_accepted_once_by_two_servers(boot: Callable[..., Server], address: str) -> None:
    urls = [boot(address).url, boot(address).url]
    register_and_sign_in(urls[0])
    form = {"username": "ada@example.com", "password": "tangerine lamp 42"}
    for _ in range(5):
        pair = http_post(f"{urls[0]}/api/v1/auth/token", data=form).json()
        body = {"refresh_token": pair["refresh_token"]}
        request = encode_request("POST", "/api/v1/auth/refresh", body)
        result = asyncio.run(send_concurrently(send(port_of(url), request) for url in urls * 2))
        assert result.errors == {}
        assert sorted(response.status for response in result.responses) == [200, 401, 401, 401]
