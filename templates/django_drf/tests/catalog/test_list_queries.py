"""What the list of products asks of the database: a count and a page, however many there are."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.core.management import call_command
from django.db.models import CharField, Value
from django.test import Client

from backend.admin.catalog.models import Product
from backend.api.lowering import Lowered

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


def test_nothing_in_lower_case_is_nothing() -> None:
    call_command("seed")
    nothing = Lowered(Value(None, CharField()))
    assert set(Product.objects.annotate(nothing=nothing).values_list("nothing")) == {(None,)}
