"""Creating, changing and deleting products."""

import re
from uuid import UUID, uuid4

import httpx2

from tests.catalog.product_client import PRODUCTS, add
from tests.support.problem import assert_problem

UTC_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def test_creating_returns_the_product_and_its_location(owner: httpx2.Client) -> None:
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
    assert owner.get(str(location)).json() == product


def test_optional_fields_have_defaults(owner: httpx2.Client) -> None:
    product = owner.post(PRODUCTS, json={"name": "Tea", "price": "1.00"}).json()
    assert (product["description"], product["status"]) == ("", "draft")


def test_a_name_is_trimmed(owner: httpx2.Client) -> None:
    assert add(owner, name="  Earl  Grey \t\n")["name"] == "Earl  Grey"
    assert add(owner, name=f"  {'x' * 120}  ")["name"] == "x" * 120


def test_a_price_always_has_two_decimals(owner: httpx2.Client) -> None:
    written = {"0": "0.00", "19.9": "19.90", "7": "7.00", "99999999.99": "99999999.99"}
    assert {price: add(owner, price=price)["price"] for price in written} == written


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


def test_an_empty_change_changes_nothing(owner: httpx2.Client) -> None:
    tea = add(owner)
    response = owner.patch(f"{PRODUCTS}/{tea['id']}", json={})
    assert (response.status_code, response.json()) == (200, tea)
    assert owner.get(f"{PRODUCTS}/{tea['id']}").json() == tea


def test_a_refused_change_changes_nothing(owner: httpx2.Client) -> None:
    tea = add(owner)
    path = f"{PRODUCTS}/{tea['id']}"
    assert_problem(owner.patch(path, json={"name": "Cha", "price": "-1"}), 422, "#/price")
    assert owner.get(path).json() == tea


def test_a_deleted_product_is_404(owner: httpx2.Client) -> None:
    tea = add(owner)
    path = f"{PRODUCTS}/{tea['id']}"
    response = owner.delete(path)
    assert (response.status_code, response.content) == (204, b"")
    assert_problem(owner.get(path), 404)
    assert_problem(owner.delete(path), 404)
    assert_problem(owner.patch(path, json={"name": "Cha"}), 404)


def test_changing_an_unknown_product_is_404(owner: httpx2.Client) -> None:
    for missing in (str(uuid4()), "nope"):
        assert_problem(owner.patch(f"{PRODUCTS}/{missing}", json={"name": "Cha"}), 404)
        assert_problem(owner.delete(f"{PRODUCTS}/{missing}"), 404)
