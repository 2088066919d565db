"""Ownership: only the owner or a superuser may change a product, and drafts are private."""

from collections.abc import Callable
from uuid import uuid4

import httpx2

from tests.catalog.product_client import PRODUCTS, add, names
from tests.support.problem import assert_problem


def test_a_product_belongs_to_the_user_who_created_it(owner: httpx2.Client) -> None:
    me = owner.get("/api/v1/users/me").json()
    product = add(owner)
    assert product == {
        "id": product["id"],
        "name": "Tea",
        "description": "",
        "price": "4.50",
        "status": "live",
        "owner_id": me["id"],
        "created_at": product["created_at"],
        "updated_at": product["updated_at"],
    }


def test_writing_requires_a_token(anonymous: httpx2.Client, owner: httpx2.Client) -> None:
    tea = add(owner)
    path = f"{PRODUCTS}/{tea['id']}"
    for response in (
        anonymous.post(PRODUCTS, json={"name": "Tea", "price": "1.00"}),
        anonymous.patch(path, json={"name": "Cha"}),
        anonymous.delete(path),
        anonymous.delete(f"{PRODUCTS}/{uuid4()}"),
    ):
        assert_problem(response, 401)
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert owner.get(path).json() == tea


def test_a_bad_token_is_401_even_if_the_token_is_optional(
    anonymous: httpx2.Client, owner: httpx2.Client
) -> None:
    tea = add(owner)
    bad = {"Authorization": "Bearer a.b.c"}
    for path in (PRODUCTS, f"{PRODUCTS}/{tea['id']}"):
        assert_problem(anonymous.get(path, headers=bad), 401)


def test_a_live_product_of_another_user_is_read_only(
    owner: httpx2.Client, other_user: httpx2.Client
) -> None:
    tea = add(owner)
    path = f"{PRODUCTS}/{tea['id']}"
    assert other_user.get(path).json() == tea
    assert_problem(other_user.patch(path, json={"name": "Mine"}), 403)
    assert_problem(other_user.delete(path), 403)
    assert owner.get(path).json() == tea


def test_a_draft_of_another_user_is_404(
    anonymous: httpx2.Client, owner: httpx2.Client, other_user: httpx2.Client
) -> None:
    draft = add(owner, status="draft")
    path = f"{PRODUCTS}/{draft['id']}"
    assert_problem(anonymous.get(path), 404)
    assert_problem(other_user.get(path), 404)
    assert_problem(other_user.patch(path, json={"name": "Mine"}), 404)
    assert_problem(other_user.delete(path), 404)
    assert owner.get(path).json() == draft


def test_a_list_shows_live_products_and_the_users_own_drafts(
    anonymous: httpx2.Client, owner: httpx2.Client, other_user: httpx2.Client
) -> None:
    add(owner, name="Live")
    add(owner, name="Mine", status="draft")
    add(other_user, name="Theirs", status="draft")
    listed = {client: names(client, sort="name") for client in (anonymous, owner, other_user)}
    assert listed == {anonymous: ["Live"], owner: ["Live", "Mine"], other_user: ["Live", "Theirs"]}
    drafts = {client: names(client, status="draft") for client in (anonymous, owner, other_user)}
    assert drafts == {anonymous: [], owner: ["Mine"], other_user: ["Theirs"]}
    assert names(other_user, search="mine", min_price="0") == []
    assert owner.get(PRODUCTS).json()["total"] == 2


def test_a_superuser_may_change_every_product(
    owner: httpx2.Client, other_user: httpx2.Client, alter_user: Callable[..., None]
) -> None:
    tea = add(owner)
    path = f"{PRODUCTS}/{tea['id']}"
    alter_user("stranger@example.com", is_superuser=True)
    changed = other_user.patch(path, json={"name": "Checked"})
    assert changed.status_code == 200
    assert (changed.json()["name"], changed.json()["owner_id"]) == ("Checked", tea["owner_id"])
    assert other_user.delete(path).status_code == 204
    assert_problem(owner.get(path), 404)
