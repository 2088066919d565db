"""HTTP clients: one without a token, and two signed-in users."""

from collections.abc import Iterator

import httpx2
import pytest

from tests.accounts.user_client import bearer, join


@pytest.fixture
def anonymous(base_url: str) -> Iterator[httpx2.Client]:
    """Yield a client without a token; a request fails after 60 seconds."""
    with httpx2.Client(base_url=base_url, timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture
def owner(anonymous: httpx2.Client, base_url: str) -> Iterator[httpx2.Client]:
    """Yield the client of owner@example.com."""
    tokens = join(anonymous, "owner@example.com")
    headers = bearer(tokens["access_token"])
    with httpx2.Client(base_url=base_url, headers=headers, timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture
def other_user(anonymous: httpx2.Client, base_url: str) -> Iterator[httpx2.Client]:
    """Yield the client of stranger@example.com, who owns nothing."""
    tokens = join(anonymous, "stranger@example.com")
    headers = bearer(tokens["access_token"])
    with httpx2.Client(base_url=base_url, headers=headers, timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture
def json_endpoint() -> str:
    """Return a path that accepts a JSON body without a token, for tests of every JSON body."""
    return "/api/v1/auth/logout"
