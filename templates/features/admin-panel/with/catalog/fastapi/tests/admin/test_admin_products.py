"""Products in the admin: the checks are those of the API, and the API shows every change."""

import re
from typing import Any

import httpx2
import pytest

from tests.support.browser import BOSS, rows_of, send

LIST = "/admin/product/list"
MARKUP = "<script>alert(1)</script>"
LIKE = {"name": "Teapot", "description": "", "price": "24.00", "status": "live"}


@pytest.fixture
def teapot(admin: httpx2.Client, boss_id: str) -> str:
    """Create a product, and return its id."""
    page = add(admin, owner=boss_id)
    assert (page.status_code, page.url.path) == (200, LIST)
    (found,) = ids_in(page)
    return found


def ids_in(page: httpx2.Response) -> set[str]:
    """Return the ids of the rows of a list."""
    return set(re.findall(r"edit\?pk=([0-9a-f-]{36})", rows_of(page)))


def add(admin: httpx2.Client, **fields: str) -> httpx2.Response:
    """Send the form of a new product."""
    return send(admin, admin.get("/admin/product/create"), **(LIKE | fields))


def edit(admin: httpx2.Client, product_id: str, **fields: str) -> httpx2.Response:
    """Send the form of a stored product."""
    return send(admin, admin.get(f"/admin/product/edit?pk={product_id}"), **(LIKE | fields))


def read(client: httpx2.Client, product_id: str) -> dict[str, Any]:
    """Return a product from the API."""
    product: dict[str, Any] = client.get(f"/api/v1/products/{product_id}").json()
    return product


def test_a_new_product_is_in_the_api(anonymous: httpx2.Client, teapot: str, boss_id: str) -> None:
    product = read(anonymous, teapot)
    assert {name: product[name] for name in LIKE} == LIKE
    assert product["owner_id"] == boss_id


def test_the_api_shows_a_change(
    admin: httpx2.Client, anonymous: httpx2.Client, teapot: str, boss_id: str
) -> None:
    before = read(anonymous, teapot)
    page = edit(admin, teapot, name="  Café\n", price="20", description="a\r\nb", owner=boss_id)
    assert "was changed successfully" in page.text
    after = read(anonymous, teapot)
    assert (after["name"], after["price"], after["description"]) == ("Café", "20.00", "a\nb")
    assert after["updated_at"] > before["updated_at"]
    assert after["created_at"] == before["created_at"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"name": " "}, "at least 1 character"),
        ({"name": "n" * 121}, "at most 120 characters"),
        ({"name": "nul\0"}, "match pattern"),
        ({"description": "d" * 2_001}, "at most 2000 characters"),
        ({"price": "-1"}, "greater than or equal to 0"),
        ({"price": "1.999"}, "2 decimal places"),
        ({"price": "100000000"}, "8 digits before the decimal point"),
        ({"price": "NaN"}, "finite number"),
        ({"price": "cheap"}, "required"),
        ({"status": "sold"}, "draft"),
        ({"owner": ""}, "required"),
        ({"owner": "no-id"}, "does not exist"),
        ({"owner": "9d2d4b2c-0000-4000-8000-000000000000"}, "does not exist"),
    ],
)
def test_the_form_has_the_rules_of_the_api(
    admin: httpx2.Client, teapot: str, boss_id: str, fields: dict[str, str], message: str
) -> None:
    page = edit(admin, teapot, **({"owner": boss_id} | fields))
    assert (page.status_code, message in page.text) == (422, True)


def test_text_is_shown_as_text(admin: httpx2.Client, teapot: str, boss_id: str) -> None:
    edit(admin, teapot, name=MARKUP, description=MARKUP, owner=boss_id)
    for path in (LIST, f"{LIST}?q=alert", f"/admin/product/edit?pk={teapot}"):
        page = admin.get(path)
        assert (page.status_code, MARKUP in page.text, "alert(1)" in page.text) == (
            200,
            False,
            True,
        )


def test_products_can_be_deleted(
    admin: httpx2.Client, anonymous: httpx2.Client, teapot: str, boss_id: str
) -> None:
    add(admin, name="Cup", owner=boss_id)
    page = admin.get(LIST)
    row = send(admin, page, f"/admin/_api/product/row-action?name=delete&pk={teapot}")
    assert (row.status_code, anonymous.get(f"/api/v1/products/{teapot}").status_code) == (200, 404)
    pks = "&".join(f"pks={each}" for each in ids_in(admin.get(LIST)))
    assert send(admin, page, f"/admin/_api/product/action?name=delete&{pks}").status_code == 200
    assert anonymous.get("/api/v1/products").json()["total"] == 0


def test_a_deleted_owner_takes_the_products_along(
    admin: httpx2.Client, anonymous: httpx2.Client, teapot: str, boss_id: str
) -> None:
    page = admin.get("/admin/user/list")
    assert BOSS in page.text
    send(admin, page, f"/admin/_api/user/row-action?name=delete&pk={boss_id}")
    assert anonymous.get(f"/api/v1/products/{teapot}").status_code == 404
