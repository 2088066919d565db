"""Valid and invalid values of a product's fields."""

from typing import Any

import httpx2

from tests.catalog.product_client import PRODUCTS, add, names
from tests.support.problem import assert_problem

WRONG: dict[str, list[Any]] = {
    "name": ["", "   ", "x" * 121, None, 7, True, ["x"], {"x": 1}, "a\0b"],
    "description": ["x" * 2001, 7, False, ["x"], "a\0b"],
    "price": ["", "x", "-0.01", -1, "100000000", "1.999", "NaN", "Infinity", "1e400", None, ["1"]],
    "status": ["", "gone", "LIVE", None, 1, ["live"]],
}


def test_creating_with_an_invalid_value_names_the_field(owner: httpx2.Client) -> None:
    for field, values in WRONG.items():
        for value in values:
            body = {"name": "Tea", "price": "1.00"} | {field: value}
            assert_problem(owner.post(PRODUCTS, json=body), 422, f"#/{field}")
    assert names(owner) == []


def test_changing_to_an_invalid_value_names_the_field(owner: httpx2.Client) -> None:
    tea = add(owner)
    path = f"{PRODUCTS}/{tea['id']}"
    for field, values in WRONG.items():
        for value in values:
            assert_problem(owner.patch(path, json={field: value}), 422, f"#/{field}")
    assert owner.get(path).json() == tea


def test_texts_of_the_maximum_length_are_stored(owner: httpx2.Client) -> None:
    product = add(owner, name="ü" * 120, description="🍵" * 2000)
    assert (product["name"], product["description"]) == ("ü" * 120, "🍵" * 2000)


def test_every_missing_field_is_listed(owner: httpx2.Client) -> None:
    assert_problem(owner.post(PRODUCTS, json={}), 422, "#/name", "#/price")


def test_every_invalid_field_is_listed(owner: httpx2.Client) -> None:
    body = {"name": "", "price": "x", "status": "gone", "colour": "green"}
    pointers = "#/name", "#/price", "#/status", "#/colour"
    assert_problem(owner.post(PRODUCTS, json=body), 422, *pointers)


def test_fields_that_the_server_sets_are_refused(owner: httpx2.Client) -> None:
    tea = add(owner)
    for field in ("id", "owner_id", "created_at", "updated_at"):
        value = tea.get(field, tea["id"])
        body = {"name": "Tea", "price": "1.00", field: value}
        assert_problem(owner.post(PRODUCTS, json=body), 422, f"#/{field}")
        assert_problem(
            owner.patch(f"{PRODUCTS}/{tea['id']}", json={field: value}), 422, f"#/{field}"
        )
    assert owner.get(f"{PRODUCTS}/{tea['id']}").json() == tea
