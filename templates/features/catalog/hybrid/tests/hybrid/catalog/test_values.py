"""Each side reads the same value that the other side stored."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import httpx2
import pytest
from sqlalchemy import Engine, text

from tests.catalog.product_client import PRODUCTS, add

TOKYO = timezone(timedelta(hours=9))


def stored(product_id: str) -> Any:  # noqa: ANN401 - the model is imported after Django's setup
    from backend.catalog.models import Product  # noqa: PLC0415 - after Django's setup

    return Product.objects.get(pk=product_id)


def test_a_datetime_is_the_same_on_both_sides(
    writer: httpx2.Client, in_django: Callable[..., Any]
) -> None:
    product = in_django()
    noon = datetime(2026, 1, 1, 12, 0, tzinfo=TOKYO)
    type(product).objects.filter(pk=product.pk).update(created_at=noon)
    shown = writer.get(f"{PRODUCTS}/{product.pk}").json()["created_at"]
    assert datetime.fromisoformat(shown) == noon
    assert shown == "2026-01-01T03:00:00Z"
    added = add(writer)
    assert stored(added["id"]).created_at == datetime.fromisoformat(added["created_at"])
    assert abs(stored(added["id"]).created_at - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("price", ["0.00", "0.07", "19.90", "99999999.99"])
def test_a_price_keeps_every_cent(
    writer: httpx2.Client, in_django: Callable[..., Any], price: str
) -> None:
    assert writer.get(f"{PRODUCTS}/{in_django(price=Decimal(price)).pk}").json()["price"] == price
    assert stored(add(writer, price=price)["id"]).price == Decimal(price)


@pytest.mark.parametrize("status", ["draft", "live"])
def test_a_status_is_stored_by_its_value(
    writer: httpx2.Client, engine: Engine, in_django: Callable[..., Any], status: str
) -> None:
    assert stored(add(writer, status=status)["id"]).status == status
    product = in_django(status=status)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT status FROM catalog_product")).scalars().all()
    assert rows == [status, status]
    assert writer.get(f"{PRODUCTS}/{product.pk}").json()["status"] == product.status == status


def test_a_row_inserted_by_plain_sql_has_all_defaults(
    writer: httpx2.Client, engine: Engine, in_django: Callable[..., Any]
) -> None:
    other = in_django()
    names = [field.column for field in other._meta.local_fields]
    copied = [name for name in names if name.endswith("owner_id")]
    columns = ", ".join(["id", "name", "price", *copied])
    values = ", ".join([":id", "'Raw'", "1.5", *copied])
    insert = f"INSERT INTO catalog_product ({columns}) SELECT {values} FROM catalog_product LIMIT 1"  # noqa: S608
    raw_id = "0" * 31 + "1"
    with engine.begin() as connection:
        connection.execute(text(insert), {"id": raw_id})
    shown = stored(raw_id)
    assert (shown.description, shown.status) == ("", "draft")
    assert abs(shown.created_at - datetime.now(UTC)) < timedelta(minutes=1)
    assert writer.get(f"{PRODUCTS}/{shown.pk}").json()["price"] == "1.50"


def test_an_update_on_one_side_is_visible_on_the_other_immediately(
    writer: httpx2.Client, in_django: Callable[..., Any]
) -> None:
    product = in_django(name="Tea")
    writer.patch(f"{PRODUCTS}/{product.pk}", json={"name": "Green tea"})
    product.refresh_from_db()
    assert product.name == "Green tea"
    product.name = "White tea"
    product.save()
    assert writer.get(f"{PRODUCTS}/{product.pk}").json()["name"] == "White tea"
