"""Products in the admin site: functions and number of queries."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from django.core.management import call_command
from django.test import Client

from backend.catalog.models import Product

Counted = Callable[..., AbstractContextManager[None]]


def test_the_number_of_queries_does_not_depend_on_the_number_of_products(
    staff: Client, django_assert_max_num_queries: Counted
) -> None:
    call_command("seed")
    call_command("seed")
    assert Product.objects.count() == 5
    with django_assert_max_num_queries(9):
        page = staff.get("/admin/catalog/product/?status__exact=live")
    assert page.content.count(b"field-price") == 5
    assert b"Teapot" in staff.get("/admin/catalog/product/?q=tea").content


def test_a_product_can_be_opened_and_deleted(staff: Client) -> None:
    call_command("seed")
    product = Product.objects.get(name="Teapot")
    assert str(product) == "Teapot"
    assert staff.get("/admin/catalog/product/add/").status_code == 200
    assert staff.get(f"/admin/catalog/product/{product.pk}/change/").status_code == 200
    staff.post(f"/admin/catalog/product/{product.pk}/delete/", {"post": "yes"})
    assert not Product.objects.filter(pk=product.pk).exists()
