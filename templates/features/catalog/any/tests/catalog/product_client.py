"""Create and list products for these tests."""

from typing import Any, cast

import httpx2

PRODUCTS = "/api/v1/products"


def add(client: httpx2.Client, **fields: str) -> dict[str, Any]:
    """Create a live product with a name and a price; `fields` override the defaults."""
    body = {"name": "Tea", "price": "4.50", "status": "live"} | fields
    response = client.post(PRODUCTS, json=body)
    assert response.status_code == 201, response.text
    return cast("dict[str, Any]", response.json())


def names(client: httpx2.Client, **query: str | int) -> list[str]:
    """Return the names of the products on one page."""
    response = client.get(PRODUCTS, params=query)
    assert response.status_code == 200, response.text
    return [product["name"] for product in response.json()["items"]]
