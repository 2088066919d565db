"""Failed sign-ins count per account and per client, and an IPv6 network is one client."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from backend.main import create_app
from backend.settings import Settings
from tests.accounts.user_client import register, sign_in
from tests.support.asgi_client import asgi_client

WRONG = "not it"
NAMES = [f"user{number}@example.com" for number in range(40)]


@pytest.fixture
def client(base_url: str) -> httpx2.Client:
    """Return a client without a token."""
    return httpx2.Client(base_url=base_url, timeout=60, trust_env=False)


@pytest.fixture
async def behind_a_proxy(settings: Settings) -> AsyncIterator[httpx2.AsyncClient]:
    """Yield a client that is a trusted proxy, so that it can choose the client's address."""
    app = create_app(settings.model_copy(update={"trusted_proxies": ("127.0.0.1",)}))
    async with asgi_client(app) as client:
        yield client


async def fail(client: httpx2.AsyncClient, email: str, address: str) -> int:
    """Sign in with a wrong password from an address, and return the status code."""
    form = {"username": email, "password": WRONG}
    headers = {"X-Forwarded-For": address}
    return (await client.post("/api/v1/auth/token", data=form, headers=headers)).status_code


def test_guesses_at_many_accounts_are_limited(client: httpx2.Client) -> None:
    with client:
        register(client, "ada@example.com")
        statuses = [sign_in(client, name, WRONG).status_code for name in NAMES]
        assert statuses == sorted(statuses)
        assert set(statuses) == {401, 429}
        # The limit holds for the client's own account too.
        assert sign_in(client, "ada@example.com").status_code == 429
        assert client.get("/health/live").status_code == 200


def test_a_sign_in_does_not_reset_the_failures_at_other_accounts(client: httpx2.Client) -> None:
    with client:
        register(client, "ada@example.com")
        statuses = []
        for name in NAMES:
            statuses.append(sign_in(client, name, WRONG).status_code)
            sign_in(client, "ada@example.com")
    assert statuses[-1] == 429


@pytest.mark.anyio
async def test_the_addresses_of_one_ipv6_network_count_together(
    behind_a_proxy: httpx2.AsyncClient,
) -> None:
    guesses = [
        await fail(behind_a_proxy, "ada@example.com", f"2001:db8::{n:x}:1") for n in range(12)
    ]
    assert (guesses[0], guesses[-1]) == (401, 429)
    assert await fail(behind_a_proxy, "ada@example.com", "2001:db8:0:1::1") == 401


@pytest.mark.anyio
async def test_spellings_of_an_address_count_together(behind_a_proxy: httpx2.AsyncClient) -> None:
    spellings = ["192.0.2.7", "::ffff:192.0.2.7", "::ffff:c000:207", "::FFFF:192.0.2.7"] * 3
    guesses = [await fail(behind_a_proxy, "ada@example.com", address) for address in spellings]
    assert (guesses[0], guesses[-1]) == (401, 429)
    assert await fail(behind_a_proxy, "ada@example.com", "192.0.2.8") == 401
