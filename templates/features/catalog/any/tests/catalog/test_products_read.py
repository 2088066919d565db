"""Reading one product."""

from uuid import uuid4

import httpx2

from tests.catalog.product_client import PRODUCTS, add
from tests.support.problem import assert_problem


def test_a_live_product_is_public(anonymous: httpx2.Client, owner: httpx2.Client) -> None:
    tea = add(owner, name="Tea")
    response = anonymous.get(f"{PRODUCTS}/{tea['id']}")
    assert (response.status_code, response.json()) == (200, tea)


def test_the_owner_can_read_a_draft(owner: httpx2.Client) -> None:
    draft = add(owner, status="draft")
    response = owner.get(f"{PRODUCTS}/{draft['id']}")
    assert (response.status_code, response.json()) == (200, draft)


def test_an_unknown_product_is_404(anonymous: httpx2.Client) -> None:
    assert_problem(anonymous.get(f"{PRODUCTS}/{uuid4()}"), 404)


def test_an_invalid_id_is_404(anonymous: httpx2.Client) -> None:
    for wrong in ("1", "nope", "%00", "%ED%A0%80", "..%2f", f"{uuid4()}x", "9" * 30, "{id}", "'"):
        assert_problem(anonymous.get(f"{PRODUCTS}/{wrong}"), 404)


def test_head_responds_like_get_without_a_body(
    anonymous: httpx2.Client, owner: httpx2.Client
) -> None:
    tea = add(owner)
    for path, status in (
        (PRODUCTS, 200),
        (f"{PRODUCTS}/{tea['id']}", 200),
        (f"{PRODUCTS}/{uuid4()}", 404),
    ):
        got, head = anonymous.get(path), anonymous.head(path)
        assert (head.status_code, head.content) == (status, b"")
        assert head.headers["Content-Type"] == got.headers["Content-Type"]


def test_options_is_refused_or_empty(anonymous: httpx2.Client, owner: httpx2.Client) -> None:
    tea = add(owner)
    for path in (PRODUCTS, f"{PRODUCTS}/{tea['id']}"):
        assert anonymous.options(path).status_code in {204, 405}


def test_a_trailing_slash_is_another_path(anonymous: httpx2.Client, owner: httpx2.Client) -> None:
    tea = add(owner)
    assert_problem(anonymous.get(f"{PRODUCTS}/"), 404)
    assert_problem(anonymous.get(f"{PRODUCTS}/{tea['id']}/"), 404)


def test_a_wrong_method_is_405(anonymous: httpx2.Client, owner: httpx2.Client) -> None:
    tea = add(owner)
    for method, path, allowed in (
        ("PUT", PRODUCTS, {"GET", "POST"}),
        ("DELETE", PRODUCTS, {"GET", "POST"}),
        ("PUT", f"{PRODUCTS}/{tea['id']}", {"GET", "PATCH", "DELETE"}),
        ("POST", f"{PRODUCTS}/{tea['id']}", {"GET", "PATCH", "DELETE"}),
    ):
        for client in (anonymous, owner):
            response = client.request(method, path)
            assert_problem(response, 405)
            listed = {name.strip() for name in response.headers["Allow"].split(",")}
            assert allowed <= listed
            assert method not in listed
