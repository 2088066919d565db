"""The OpenAPI document says which operations on products ask who one is."""

import httpx2

from tests.api.catalog.test_products_in_openapi import answers_of

REFUSALS = {
    ("get", "/api/v1/products"): {"401"},
    ("post", "/api/v1/products"): {"401"},
    ("get", "/api/v1/products/{}"): {"401"},
    ("patch", "/api/v1/products/{}"): {"401", "403"},
    ("delete", "/api/v1/products/{}"): {"401", "403"},
}


def test_every_operation_names_who_it_refuses(anonymous: httpx2.Client) -> None:
    found = answers_of(anonymous)
    assert {name: REFUSALS[name] & found[name].keys() for name in REFUSALS} == REFUSALS
