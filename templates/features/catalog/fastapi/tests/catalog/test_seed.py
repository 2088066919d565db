"""`just seed` adds sample products once."""

import asyncio

import httpx2

from backend.catalog.seed import seed
from tests.catalog.product_client import PRODUCTS


def test_seeding_twice_adds_the_products_once(anonymous: httpx2.Client) -> None:
    for _ in range(2):
        asyncio.run(seed())
    assert anonymous.get(PRODUCTS).json()["total"] == 5
