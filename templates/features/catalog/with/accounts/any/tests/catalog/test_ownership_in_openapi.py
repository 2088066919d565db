"""The OpenAPI document lists 401 and 403 for the operations on products that return them."""

import httpx2

from tests.catalog.test_products_in_openapi import responses_of

REFUSALS = {
    ("get", "/api/v1/products"): {"401"},
    ("post", "/api/v1/products"): {"401"},
    ("get", "/api/v1/products/{}"): {"401"},
    ("patch", "/api/v1/products/{}"): {"401", "403"},
    ("delete", "/api/v1/products/{}"): {"401", "403"},
}


def test_every_operation_lists_401_and_403(anonymous: httpx2.Client) -> None:
    found = responses_of(anonymous)
    assert {name: REFUSALS[name] & found[name].keys() for name in REFUSALS} == REFUSALS
