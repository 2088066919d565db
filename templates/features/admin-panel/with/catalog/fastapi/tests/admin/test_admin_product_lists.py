"""Lists of products in the admin: search, filters, order and pages."""

import re

import httpx2

from tests.support.browser import rows_of
from tests.support.clients import Tokens, bearer

LIST = "/admin/product/list"


def test_products_are_searched_filtered_sorted_and_paged(
    admin: httpx2.Client, boss: Tokens
) -> None:
    cups = [f"Cup {number:02}" for number in range(26)]
    products = [{"name": cup, "price": str(number)} for number, cup in enumerate(cups)]
    for each in [*products, {"name": "ÉCLAIR 100%", "price": "3.50", "status": "live"}]:
        headers = bearer(boss["access_token"])
        assert admin.post("/api/v1/products", json=each, headers=headers).status_code == 201

    def names(query: str) -> list[str]:
        rows = rows_of(admin.get(f"{LIST}?{query}"))
        return [*dict.fromkeys(re.findall(r"Cup \d\d|ÉCLAIR 100%", rows))]

    assert set(names("q=éclair")) == set(names("q=%25")) == {"ÉCLAIR 100%"}
    assert set(names("filter=status__in=live")) == {"ÉCLAIR 100%"}
    assert set(names("filter=price__gte=25")) == {"Cup 25"}
    assert set(names('filter=name__contains="p 07"')) == {"Cup 07"}
    assert names("filter=created_at__between=2000-01-01T00:00..2001-01-01T00:00") == []
    assert names("sort=price__desc&page=1") == [*cups[:3:-1], "ÉCLAIR 100%", "Cup 03", "Cup 02"]
    assert names("sort=price__desc&page=2") == ["Cup 01", "Cup 00"]
