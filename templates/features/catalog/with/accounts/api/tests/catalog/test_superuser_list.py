"""A superuser sees every draft, in a list as in a single read."""

from collections.abc import Callable

import httpx2

from tests.catalog.product_client import PRODUCTS, add, names


def test_a_superusers_list_has_every_draft(
    anonymous: httpx2.Client,
    owner: httpx2.Client,
    other_user: httpx2.Client,
    alter_user: Callable[..., None],
) -> None:
    draft = add(owner, name="Draft", status="draft")
    add(owner, name="Live", price="9.00")
    assert names(other_user, sort="name") == ["Live"]
    alter_user("stranger@example.com", is_superuser=True)
    assert other_user.get(f"{PRODUCTS}/{draft['id']}").json() == draft
    assert names(other_user, sort="name") == ["Draft", "Live"]
    assert names(other_user, status="draft") == ["Draft"]
    assert names(other_user, search="draft", max_price="5") == ["Draft"]
    page = other_user.get(PRODUCTS, params={"size": 1, "page": 3}).json()
    assert (page["items"], page["total"]) == ([], 2)
    assert names(anonymous, sort="name") == ["Live"]
