"""Listing products: pagination, filters and search."""

import httpx2

from tests.catalog.product_client import PRODUCTS, add, names
from tests.support.problem import assert_problem


def test_an_empty_list_has_no_pages(anonymous: httpx2.Client) -> None:
    response = anonymous.get(PRODUCTS)
    empty = {"items": [], "total": 0, "page": 1, "size": 20, "pages": 0}
    assert (response.status_code, response.json()) == (200, empty)


def test_the_newest_come_first_twenty_per_page(
    anonymous: httpx2.Client, owner: httpx2.Client
) -> None:
    added = [add(owner, name=f"Tea {number}") for number in range(41)]
    newest = added[::-1]
    listed = [anonymous.get(PRODUCTS, params={"page": page}).json() for page in (1, 2, 3)]
    common = {"total": 41, "size": 20, "pages": 3}
    assert listed == [
        common | {"page": 1, "items": newest[:20]},
        common | {"page": 2, "items": newest[20:40]},
        common | {"page": 3, "items": newest[40:]},
    ]


def test_a_page_past_the_end_is_empty(anonymous: httpx2.Client, owner: httpx2.Client) -> None:
    add(owner)
    response = anonymous.get(PRODUCTS, params={"page": 1_000_000, "size": 100})
    empty = {"items": [], "total": 1, "page": 1_000_000, "size": 100, "pages": 1}
    assert (response.status_code, response.json()) == (200, empty)


def test_a_page_has_the_requested_size(anonymous: httpx2.Client, owner: httpx2.Client) -> None:
    for number in range(3):
        add(owner, name=f"Tea {number}")
    assert names(anonymous, size=2) == ["Tea 2", "Tea 1"]
    assert names(anonymous, size=2, page=2) == ["Tea 0"]
    assert anonymous.get(PRODUCTS, params={"size": 100}).json()["pages"] == 1
    assert anonymous.get(PRODUCTS, params={"size": 1}).json()["pages"] == 3


def test_an_invalid_query_is_422(anonymous: httpx2.Client) -> None:
    wrong = {
        "page": ["", "0", "-1", "x", "1.5", "1e3", "null"],
        "size": ["", "0", "-1", "101", "x", "9" * 30, "9" * 5000],
        "sort": ["", "id", "-id", "owner_id", "NAME", "--name", "name,price", "name;"],
        "status": ["", "gone", "LIVE"],
        "min_price": ["", "x", "NaN", "Infinity", "-Infinity", "1,5"],
        "max_price": ["", "x", "sNaN", "Infinity"],
        "search": ["a\0b", "a" * 201],
    }
    for name, values in wrong.items():
        for value in values:
            assert_problem(anonymous.get(PRODUCTS, params={name: value}), 422)


def test_a_huge_number_is_no_server_error(anonymous: httpx2.Client) -> None:
    for number in (2**31, 2**32, 2**63 - 1, 2**63, 2**64, 10**30, "9" * 5000):
        response = anonymous.get(PRODUCTS, params={"page": number, "size": 100})
        assert response.status_code in {200, 422}
    for price in ("1e400", "9" * 400, "-1", "0.001", "1e-400", "-9" * 40):
        for bound in ("min_price", "max_price"):
            assert anonymous.get(PRODUCTS, params={bound: price}).status_code in {200, 422}


def test_the_list_can_be_filtered_by_price(anonymous: httpx2.Client, owner: httpx2.Client) -> None:
    for price in ("1.00", "2.50", "9.99", "10.00"):
        add(owner, name=price, price=price)
    assert names(anonymous, sort="price", min_price="2.50") == ["2.50", "9.99", "10.00"]
    assert names(anonymous, sort="price", max_price="9.99") == ["1.00", "2.50", "9.99"]
    assert names(anonymous, sort="price", min_price="2.51", max_price="9.999") == ["9.99"]
    bounded = anonymous.get(PRODUCTS, params={"min_price": "5", "size": 1}).json()
    assert (bounded["total"], bounded["pages"]) == (2, 2)


def test_search_covers_name_and_description_without_case(
    anonymous: httpx2.Client, owner: httpx2.Client
) -> None:
    add(owner, name="Green tea")
    add(owner, name="Cup", description="for TEA and coffee")
    add(owner, name="Coffee")
    add(owner, name="GRÜNER TEE")
    assert names(anonymous, search="grüner") == ["GRÜNER TEE"]
    assert names(anonymous, search="tEa", sort="name") == ["Cup", "Green tea"]
    assert names(anonymous, search="coffee", sort="name") == ["Coffee", "Cup"]
    assert names(anonymous, search="juice") == names(anonymous, search="x" * 200) == []
    assert anonymous.get(PRODUCTS, params={"search": "tea"}).json()["total"] == 2


def test_search_takes_every_character_literally(
    anonymous: httpx2.Client, owner: httpx2.Client
) -> None:
    for name in ("100%", "100 g", "a_b", "axb", "back\\slash", "o'clock"):
        add(owner, name=name)
    found = {
        text: names(anonymous, search=text) for text in ("0%", "%", "a_b", "_", "\\", "'", ".*")
    }
    assert found == {
        "0%": ["100%"],
        "%": ["100%"],
        "a_b": ["a_b"],
        "_": ["a_b"],
        "\\": ["back\\slash"],
        "'": ["o'clock"],
        ".*": [],
    }


def test_the_list_can_be_filtered_by_status(anonymous: httpx2.Client, owner: httpx2.Client) -> None:
    add(owner, name="Tea")
    add(owner, name="Cha", status="draft")
    assert names(anonymous, status="live") == ["Tea"]
    assert names(owner, status="live") == ["Tea"]
    assert names(owner, status="draft") == ["Cha"]
    assert names(owner) == ["Cha", "Tea"]
