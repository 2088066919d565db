"""Whose product it is: only its owner or a superuser may write, and a draft is private."""

from collections.abc import Callable
from uuid import uuid4

import httpx2

from tests.api.catalog.shelf import PRODUCTS, add, names
from tests.api.problem import assert_problem


def test_a_product_belongs_to_who_made_it(owner: httpx2.Client) -> None:
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


def test_writing_asks_for_a_token(anyone: httpx2.Client, owner: httpx2.Client) -> None:
    tea = add(owner)
    path = f"{PRODUCTS}/{tea['id']}"
    for response in (
        anyone.post(PRODUCTS, json={"name": "Tea", "price": "1.00"}),
        anyone.patch(path, json={"name": "Cha"}),
        anyone.delete(path),
        anyone.delete(f"{PRODUCTS}/{uuid4()}"),
    ):
        assert_problem(response, 401)
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert owner.get(path).json() == tea


def test_a_bad_token_is_401_even_where_none_is_needed(
    anyone: httpx2.Client, owner: httpx2.Client
) -> None:
    tea = add(owner)
    bad = {"Authorization": "Bearer a.b.c"}
    for path in (PRODUCTS, f"{PRODUCTS}/{tea['id']}"):
        assert_problem(anyone.get(path, headers=bad), 401)


def test_a_live_product_of_another_may_be_read_and_not_written(
    owner: httpx2.Client, stranger: httpx2.Client
) -> None:
    tea = add(owner)
    path = f"{PRODUCTS}/{tea['id']}"
    assert stranger.get(path).json() == tea
    assert_problem(stranger.patch(path, json={"name": "Mine"}), 403)
    assert_problem(stranger.delete(path), 403)
    assert owner.get(path).json() == tea


def test_a_draft_of_another_is_not_there(
    anyone: httpx2.Client, owner: httpx2.Client, stranger: httpx2.Client
) -> None:
    draft = add(owner, status="draft")
    path = f"{PRODUCTS}/{draft['id']}"
    assert_problem(anyone.get(path), 404)
    assert_problem(stranger.get(path), 404)
    assert_problem(stranger.patch(path, json={"name": "Mine"}), 404)
    assert_problem(stranger.delete(path), 404)
    assert owner.get(path).json() == draft


def test_a_list_shows_live_products_and_ones_own_drafts(
    anyone: httpx2.Client, owner: httpx2.Client, stranger: httpx2.Client
) -> None:
    add(owner, name="Live")
    add(owner, name="Mine", status="draft")
    add(stranger, name="Theirs", status="draft")
    listed = {who: names(who, sort="name") for who in (anyone, owner, stranger)}
    assert listed == {anyone: ["Live"], owner: ["Live", "Mine"], stranger: ["Live", "Theirs"]}
    drafts = {who: names(who, status="draft") for who in (anyone, owner, stranger)}
    assert drafts == {anyone: [], owner: ["Mine"], stranger: ["Theirs"]}
    assert owner.get(PRODUCTS).json()["total"] == 2


def test_a_search_finds_nobody_elses_draft(owner: httpx2.Client, stranger: httpx2.Client) -> None:
    add(owner, name="Secret", status="draft")
    assert names(stranger, search="secret", min_price="0") == []


def test_a_superuser_may_write_everything(
    owner: httpx2.Client, stranger: httpx2.Client, alter_user: Callable[..., None]
) -> None:
    tea = add(owner)
    path = f"{PRODUCTS}/{tea['id']}"
    alter_user("stranger@example.com", is_superuser=True)
    changed = stranger.patch(path, json={"name": "Checked"})
    assert changed.status_code == 200
    assert (changed.json()["name"], changed.json()["owner_id"]) == ("Checked", tea["owner_id"])
    assert stranger.delete(path).status_code == 204
    assert_problem(owner.get(path), 404)
