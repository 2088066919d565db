"""The list of products needs two queries, a count and a page, for any number of products."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.core.management import call_command
from django.test import Client

Counted = Callable[[int], AbstractContextManager[object]]


def test_the_list_takes_two_queries(django_assert_num_queries: Counted) -> None:
    call_command("seed")
    client = Client()
    with django_assert_num_queries(2):
        page = client.get("/api/v1/products?size=5&search=tea&sort=-price")
    assert page.json()["total"] >= 1
    with django_assert_num_queries(2):
        page = client.get("/api/v1/products")
    assert len(page.json()["items"]) == 5
