"""A user is the same one on both sides, and so is a password."""

import httpx2
import pytest

from tests.api.accounts.user_client import (
    PASSPHRASE,
    Tokens,
    bearer,
    join,
    refresh,
    sign_in,
    tokens_of,
)
from tests.both.site import enter, submit, twice

ME = "/api/v1/users/me"
NEW = "a brand new passphrase"


def status(client: httpx2.Client, tokens: Tokens) -> int:
    return client.get(ME, headers=bearer(tokens["access_token"])).status_code


def person(email: str) -> str:
    """Find the page of a user in the admin site."""
    from backend.admin.accounts.models import User  # noqa: PLC0415 - after Django's setup

    return f"/admin/accounts/user/{User.objects.get(email=email).pk}/"


def test_who_is_made_in_the_admin_signs_in_through_the_api(admin: httpx2.Client) -> None:
    form = {"email": "Ada@example.com", "full_name": "Ada", **twice(PASSPHRASE)}
    assert submit(admin, "/admin/accounts/user/add/", **form).status_code == 302
    tokens = tokens_of(admin, "ada@example.com")
    assert admin.get(ME, headers=bearer(tokens["access_token"])).json()["full_name"] == "Ada"


def test_who_registers_through_the_api_signs_in_to_the_admin(visitor: httpx2.Client) -> None:
    from backend.admin.accounts.models import User  # noqa: PLC0415 - after Django's setup

    join(visitor, "ada@example.com")
    assert enter(visitor, "ada@example.com", PASSPHRASE).status_code == 200  # not staff
    hashed = User.objects.get(email="ada@example.com").password
    User.objects.update(is_staff=True)
    assert enter(visitor, "ada@example.com", PASSPHRASE).status_code == 302
    assert visitor.get("/admin/").status_code == 200
    # Had Django found the hash weaker than its own, it would have replaced it.
    assert User.objects.get(email="ada@example.com").password == hashed


def test_a_password_changed_in_the_admin_ends_sessions_of_the_api(admin: httpx2.Client) -> None:
    tokens = join(admin, "ada@example.com")
    assert status(admin, tokens) == 200
    path = f"{person('ada@example.com')}password/"
    assert submit(admin, path, **twice(NEW)).status_code == 302
    assert status(admin, tokens) == 401
    assert refresh(admin, tokens["refresh_token"]).status_code == 401
    assert sign_in(admin, "ada@example.com").status_code == 401
    assert sign_in(admin, "ada@example.com", NEW).status_code == 200


def test_a_password_changed_through_the_api_ends_sessions_of_the_admin(
    admin: httpx2.Client,
) -> None:
    tokens = tokens_of(admin, "admin@example.com")
    change = {"current_password": PASSPHRASE, "new_password": NEW}
    headers = bearer(tokens["access_token"])
    assert admin.post(f"{ME}/password", json=change, headers=headers).status_code == 204
    assert admin.get("/admin/").status_code == 302
    assert status(admin, tokens) == 401
    assert enter(admin, "admin@example.com", NEW).status_code == 302


def test_who_is_deactivated_in_the_admin_is_refused_at_the_next_request(
    admin: httpx2.Client,
) -> None:
    tokens = join(admin, "ada@example.com")
    path = f"{person('ada@example.com')}change/"
    assert submit(admin, path, is_active=None).status_code == 302
    assert status(admin, tokens) == 401
    assert refresh(admin, tokens["refresh_token"]).status_code == 401
    assert sign_in(admin, "ada@example.com").status_code == 401


@pytest.mark.parametrize("email", ["ADA@example.com", "ada@example.com"])
def test_an_address_is_one_whatever_its_case(admin: httpx2.Client, email: str) -> None:
    join(admin, "ada@example.com")
    form = {"email": email, "full_name": "", **twice(PASSPHRASE)}
    answer = submit(admin, "/admin/accounts/user/add/", **form)
    assert answer.status_code == 200
    assert "exists already" in answer.text
