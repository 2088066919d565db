"""Who asks: without sign-in, the owner of a product is anyone."""

from collections.abc import Iterator

import httpx2
import pytest


@pytest.fixture
def anonymous(base_url: str) -> Iterator[httpx2.Client]:
    """Give a client; nothing it asks may hang."""
    with httpx2.Client(base_url=base_url, timeout=10, trust_env=False) as client:
        yield client


@pytest.fixture
def owner(anonymous: httpx2.Client) -> httpx2.Client:
    """Give the client that owns products."""
    return anonymous


@pytest.fixture
def json_endpoint() -> str:
    """Give a path that takes a JSON body from anyone, for what holds of every body."""
    return "/api/v1/products"
