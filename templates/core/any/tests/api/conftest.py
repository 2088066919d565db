"""Who asks: without sign-in, the owner of a product is anyone."""

from collections.abc import Iterator

import httpx2
import pytest


@pytest.fixture
def anyone(base_url: str) -> Iterator[httpx2.Client]:
    """Give a client; nothing it asks may hang."""
    with httpx2.Client(base_url=base_url, timeout=10, trust_env=False) as client:
        yield client


@pytest.fixture
def owner(anyone: httpx2.Client) -> httpx2.Client:
    """Give the client that owns products."""
    return anyone


@pytest.fixture
def json_door() -> str:
    """Give a path that takes a JSON body from anyone, for what holds of every body."""
    return "/api/v1/products"
