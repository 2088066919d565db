"""The order of a list: by the requested field, then by id."""

import httpx2

from tests.catalog.product_client import PRODUCTS, add, names


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
    assert names(anonymous) == orders["-created_at"]


def test_ties_are_broken_by_ascending_id(anonymous: httpx2.Client, owner: httpx2.Client) -> None:
    ids = sorted(add(owner, name="Tea", price="1.00")["id"] for _ in range(8))
    for sort in ("name", "-name", "price", "-price"):
        pages = [
            anonymous.get(PRODUCTS, params={"sort": sort, "size": 3, "page": page}).json()["items"]
            for page in (1, 2, 3)
        ]
        assert [product["id"] for items in pages for product in items] == ids, sort
