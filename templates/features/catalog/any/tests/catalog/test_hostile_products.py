"""Hostile input to the product endpoints gets a 4xx response, never a 500."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product

import httpx2
import pytest

from tests.catalog.product_client import PRODUCTS, add, names
from tests.support.problem import assert_problem

JSON = {"Content-Type": "application/json"}


def test_text_that_cannot_be_stored_is_422(owner: httpx2.Client) -> None:
    texts = r"a\u0000b", r"\ud800", r"\udfff\ud800"
    for field, text in product(("name", "description"), texts):
        fields = {"name": "Tea", "description": "green", field: text}
        pairs = ", ".join(f'"{key}": "{value}"' for key, value in fields.items())
        body = f'{{{pairs}, "price": "1.00"}}'
        assert_problem(owner.post(PRODUCTS, content=body, headers=JSON), 422, f"#/{field}")


def test_a_price_out_of_range_is_refused(owner: httpx2.Client) -> None:
    numbers = "NaN", "-Infinity", "1e400", "1e9999999999999999999", "-1e-400"
    for price in (*numbers, "9" * 400, "9" * 9000):
        body = f'{{"name": "Tea", "price": {price}}}'
        response = owner.post(PRODUCTS, content=body, headers=JSON)
        assert response.status_code in {400, 422}, price
        assert_problem(response, response.status_code)


def test_deep_nesting_is_refused(owner: httpx2.Client) -> None:
    for depth in (100, 10_000, 100_000):
        body = b'{"price": "1.00", "name": ' + b"[" * depth + b"]" * depth + b"}"
        response = owner.post(PRODUCTS, content=body, headers=JSON)
        assert response.status_code in {400, 422}
        assert_problem(response, response.status_code)


@pytest.mark.parametrize(
    "query",
    [
        "search=%00",
        "search=%ED%A0%80",
        "search=%FF%FE",
        "search=" + "a" * 9000,
        "search=%25%25%5C%5F",
        "page=1&page=2",
        "page[]=1&size[x]=2",
        "sort=name&sort=price",
        "&&&=&",
        "%00=%00",
        "min_price=5&max_price=1",
        "size=%EF%BC%91",
    ],
)
def test_any_query_is_handled(anonymous: httpx2.Client, query: str) -> None:
    response = anonymous.get(f"{PRODUCTS}?{query}")
    assert response.status_code in {200, 422}, response.text
    if response.status_code == 422:
        assert_problem(response, 422)


def test_markup_and_sql_are_stored_as_text(anonymous: httpx2.Client, owner: httpx2.Client) -> None:
    hostile = ["{{ 7*7 }}", "<script>alert(1)</script>", "'; DROP TABLE catalog_product; --"]
    for name in hostile:
        assert add(owner, name=name)["name"] == name
    assert names(anonymous, sort="created_at") == hostile


def test_ten_concurrent_changes_all_succeed(owner: httpx2.Client) -> None:
    path = f"{PRODUCTS}/{add(owner)['id']}"
    wanted = [f"Tea {number}" for number in range(10)]
    with ThreadPoolExecutor(10) as pool:
        patched = pool.map(lambda name: owner.patch(path, json={"name": name}), wanted)
        assert [response.status_code for response in patched] == [200] * 10
    assert owner.get(path).json()["name"] in wanted


def test_ten_concurrent_deletions_delete_once(owner: httpx2.Client) -> None:
    path = f"{PRODUCTS}/{add(owner)['id']}"
    with ThreadPoolExecutor(10) as pool:
        statuses = pool.map(lambda _: owner.delete(path).status_code, range(10))
        assert sorted(statuses) == [204] + [404] * 9
