"""Both sides share users, passwords and sessions."""

import httpx2
import pytest
from django.test import Client

from backend.accounts.models import User
from tests.support.clients import (
    PASSPHRASE,
    Tokens,
    bearer,
    join,
    refresh,
    sign_in,
    tokens_of,
)

ME = "/api/v1/users/me"
NEW = "a brand new passphrase"
NEW_PASSWORD = {"password1": NEW, "password2": NEW}


def status(client: httpx2.Client, tokens: Tokens) -> int:
    return client.get(ME, headers=bearer(tokens["access_token"])).status_code


def page_of(email: str) -> str:
    """Return the path of a user in the admin site."""
    return f"/admin/accounts/user/{User.objects.get(email=email).pk}/"


def sign_in_to_admin(client: httpx2.Client, email: str) -> int:
    """Submit the form of the admin site; the status is 302 on success."""
    client.get("/admin/login/")
    form = {"username": email, "password": PASSPHRASE}
    form["csrfmiddlewaretoken"] = client.cookies["csrftoken"]
    return client.post("/admin/login/", data=form).status_code


def test_a_user_created_in_the_admin_signs_in_through_the_api(
    staff: Client, anonymous: httpx2.Client
) -> None:
    form = {"email": "Ada@example.com", "full_name": "Ada", **NEW_PASSWORD}
    form["usable_password"] = "true"  # pragma: allowlist secret
    staff.post("/admin/accounts/user/add/", form)
    assert sign_in(anonymous, "ada@example.com", NEW).status_code == 200


def test_a_user_registered_through_the_api_signs_in_to_the_admin(
    anonymous: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # hash as in production: the parameters of both sides must be equal
    join(anonymous, "ada@example.com")
    assert sign_in_to_admin(anonymous, "ada@example.com") == 200  # not staff
    hashed = User.objects.get(email="ada@example.com").password
    User.objects.update(is_staff=True)
    assert sign_in_to_admin(anonymous, "ada@example.com") == 302
    assert anonymous.get("/admin/").status_code == 200
    # Django replaces a hash at sign-in if its parameters are weaker than its own.
    assert User.objects.get(email="ada@example.com").password == hashed


def test_a_password_change_in_the_admin_revokes_the_tokens_of_the_api(
    staff: Client, anonymous: httpx2.Client
) -> None:
    tokens = join(anonymous, "ada@example.com")
    assert status(anonymous, tokens) == 200
    staff.post(f"{page_of('ada@example.com')}password/", NEW_PASSWORD)
    assert status(anonymous, tokens) == 401
    assert refresh(anonymous, tokens["refresh_token"]).status_code == 401
    assert sign_in(anonymous, "ada@example.com").status_code == 401
    assert sign_in(anonymous, "ada@example.com", NEW).status_code == 200


def test_a_password_change_through_the_api_ends_the_admin_sessions(
    staff: Client, anonymous: httpx2.Client
) -> None:
    tokens = tokens_of(anonymous, "boss@example.com")
    change = {"current_password": PASSPHRASE, "new_password": NEW}
    headers = bearer(tokens["access_token"])
    assert anonymous.post(f"{ME}/password", json=change, headers=headers).status_code == 204
    assert staff.get("/admin/").status_code == 302
    assert status(anonymous, tokens) == 401
    assert staff.login(username="boss@example.com", password=NEW)


def test_a_user_deactivated_in_the_admin_gets_401_from_the_next_request(
    staff: Client, anonymous: httpx2.Client
) -> None:
    tokens = join(anonymous, "ada@example.com")
    form = {"email": "ada@example.com", "full_name": ""}  # without the box `is_active`
    staff.post(f"{page_of('ada@example.com')}change/", form)
    assert status(anonymous, tokens) == 401
    assert refresh(anonymous, tokens["refresh_token"]).status_code == 401
    assert sign_in(anonymous, "ada@example.com").status_code == 401
