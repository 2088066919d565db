"""HTTP clients: without authentication, every client may change every product."""

from collections.abc import Iterator

import httpx2
import pytest


@pytest.fixture
def anonymous(base_url: str) -> Iterator[httpx2.Client]:
    """Yield a client; a request fails after 60 seconds."""
    with httpx2.Client(base_url=base_url, timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture
def owner(anonymous: httpx2.Client) -> httpx2.Client:
    """Return the client that creates products."""
    return anonymous


@pytest.fixture
def json_endpoint() -> str:
    """Return a path that accepts a JSON body, for tests of every JSON body."""
    return "/api/v1/products"
