"""Creating, reading, changing and deleting products."""

import re
from uuid import UUID, uuid4

import httpx2
import pytest

from tests.catalog.product_client import PRODUCTS, add
from tests.support.problem import assert_problem

UTC_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def test_creating_returns_the_product_and_its_location(
    anonymous: httpx2.Client, owner: httpx2.Client
) -> None:
    body = {"name": "Grüner Tee 🍵", "description": "aus 日本", "price": "19.90", "status": "live"}
    response = owner.post(PRODUCTS, json=body)
    assert response.status_code == 201
    product = response.json()
    assert product == product | body
    assert str(UUID(product["id"])) == product["id"]
    assert UTC_TIME.fullmatch(product["created_at"])
    assert UTC_TIME.fullmatch(product["updated_at"])
    location = response.url.join(response.headers["Location"])
    assert location.path == f"{PRODUCTS}/{product['id']}"
    assert anonymous.get(str(location)).json() == product


def test_a_price_always_has_two_decimals(owner: httpx2.Client) -> None:
    written = {"0": "0.00", "19.9": "19.90", "7": "7.00", "99999999.99": "99999999.99"}
    assert {price: add(owner, price=price)["price"] for price in written} == written


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("name", value) for value in ("   ", "x" * 121, None, 7, "a\0b")],
        *[("description", value) for value in ("x" * 2001, 7)],
        *[("price", value) for value in ("x", "-0.01", "100000000", "1.999", None)],
        *[("status", value) for value in ("gone", None)],
        *[(name, "x") for name in ("id", "owner_id", "created_at", "updated_at", "colour")],
    ],
)
def test_an_invalid_value_names_the_field_and_stores_nothing(
    owner: httpx2.Client, field: str, value: object
) -> None:
    tea = add(owner)
    body = {"name": "Cha", "price": "1.00"} | {field: value}
    assert_problem(owner.post(PRODUCTS, json=body), 422, f"#/{field}")
    assert_problem(owner.patch(f"{PRODUCTS}/{tea['id']}", json=body), 422, f"#/{field}")
    assert owner.get(PRODUCTS).json()["items"] == [tea]


def test_every_invalid_or_missing_field_is_listed(owner: httpx2.Client) -> None:
    body = {"name": "", "status": "gone", "colour": "green"}
    pointers = "#/name", "#/price", "#/status", "#/colour"
    assert_problem(owner.post(PRODUCTS, json=body), 422, *pointers)


def test_a_change_updates_only_the_given_fields(owner: httpx2.Client) -> None:
    tea = add(owner, name="Tea", description="green")
    path = f"{PRODUCTS}/{tea['id']}"
    for change in ({"name": "Cha"}, {"description": ""}, {"price": "5.00"}, {"status": "draft"}):
        before = owner.get(path).json()
        response = owner.patch(path, json=change)
        assert response.status_code == 200
        changed = response.json()
        assert changed == before | change | {"updated_at": changed["updated_at"]}
        assert changed["updated_at"] > before["updated_at"]
        assert owner.get(path).json() == changed
    assert owner.patch(path, json={}).json() == changed


def test_a_deleted_an_unknown_and_an_invalid_product_are_404(owner: httpx2.Client) -> None:
    tea = add(owner)
    response = owner.delete(f"{PRODUCTS}/{tea['id']}")
    assert (response.status_code, response.content) == (204, b"")
    for key in (tea["id"], uuid4(), "nope"):
        path = f"{PRODUCTS}/{key}"
        assert_problem(owner.get(path), 404)
        assert_problem(owner.delete(path), 404)
        assert_problem(owner.patch(path, json={"name": "Cha"}), 404)
