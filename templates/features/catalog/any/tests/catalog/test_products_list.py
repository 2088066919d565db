"""Listing products: pagination, order, filters and search."""

import httpx2
import pytest

from tests.catalog.product_client import PRODUCTS, add, names
from tests.support.problem import assert_problem


def test_the_newest_come_first_twenty_per_page(
    anonymous: httpx2.Client, owner: httpx2.Client
) -> None:
    newest = [add(owner, name=f"Tea {number}") for number in range(41)][::-1]
    listed = [anonymous.get(PRODUCTS, params={"page": page}).json() for page in (1, 2, 3, 4)]
    common = {"total": 41, "size": 20, "pages": 3}
    assert listed == [
        common | {"page": 1, "items": newest[:20]},
        common | {"page": 2, "items": newest[20:40]},
        common | {"page": 3, "items": newest[40:]},
        common | {"page": 4, "items": []},
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("page", value) for value in ("0", "x", "")],
        *[("size", value) for value in ("0", "101")],
        *[("sort", value) for value in ("owner_id", "name,price")],
        ("status", "gone"),
        *[("min_price", value) for value in ("x", "NaN")],
        ("max_price", "Infinity"),
        *[("search", value) for value in ("a\0b", "a" * 201)],
    ],
)
def test_an_invalid_query_is_422(anonymous: httpx2.Client, name: str, value: str) -> None:
    assert_problem(anonymous.get(PRODUCTS, params={name: value}), 422)


def test_the_list_is_sorted_as_requested(anonymous: httpx2.Client, owner: httpx2.Client) -> None:
    for name, price in (("cherry", "9.00"), ("apple", "10.00"), ("banana", "2.00")):
        add(owner, name=name, price=price)
    orders = {
        "name": ["apple", "banana", "cherry"],
        "-name": ["cherry", "banana", "apple"],
        "price": ["banana", "cherry", "apple"],
        "-price": ["apple", "cherry", "banana"],
        "created_at": ["cherry", "apple", "banana"],
        "-created_at": ["banana", "apple", "cherry"],
    }
    assert {sort: names(anonymous, sort=sort) for sort in orders} == orders


def test_ties_are_broken_by_ascending_id(anonymous: httpx2.Client, owner: httpx2.Client) -> None:
    ids = sorted(add(owner, name="Tea", price="1.00")["id"] for _ in range(8))
    for sort in ("name", "-name", "price", "-price"):
        pages = [
            anonymous.get(PRODUCTS, params={"sort": sort, "size": 3, "page": page}).json()["items"]
            for page in (1, 2, 3)
        ]
        assert [product["id"] for items in pages for product in items] == ids, sort


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
    add(owner, name="Green tea 100%")
    add(owner, name="Cup", description="for TEA and coffee")
    add(owner, name="GRÜNER TEE")
    assert names(anonymous, search="grüner") == ["GRÜNER TEE"]
    assert names(anonymous, search="tEa", sort="name") == ["Cup", "Green tea 100%"]
    assert names(anonymous, search="%") == ["Green tea 100%"]
    assert names(anonymous, search="juice") == names(anonymous, search="_") == []
    assert anonymous.get(PRODUCTS, params={"search": "tea"}).json()["total"] == 2
