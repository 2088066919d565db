"""Both sides share users, passwords and sessions."""

import httpx2
import pytest

from tests.hybrid.site import new_password_fields, sign_in_to_admin, submit
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


def status(client: httpx2.Client, tokens: Tokens) -> int:
    return client.get(ME, headers=bearer(tokens["access_token"])).status_code


def admin_url(email: str) -> str:
    """Return the path of a user in the admin site."""
    from backend.accounts.models import User  # noqa: PLC0415 - after Django's setup

    return f"/admin/accounts/user/{User.objects.get(email=email).pk}/"


def test_a_user_created_in_the_admin_signs_in_through_the_api(admin: httpx2.Client) -> None:
    form = {"email": "Ada@example.com", "full_name": "Ada", **new_password_fields(PASSPHRASE)}
    assert submit(admin, "/admin/accounts/user/add/", **form).status_code == 302
    tokens = tokens_of(admin, "ada@example.com")
    assert admin.get(ME, headers=bearer(tokens["access_token"])).json()["full_name"] == "Ada"


def test_a_user_registered_through_the_api_signs_in_to_the_admin(visitor: httpx2.Client) -> None:
    from backend.accounts.models import User  # noqa: PLC0415 - after Django's setup

    join(visitor, "ada@example.com")
    assert sign_in_to_admin(visitor, "ada@example.com", PASSPHRASE).status_code == 200  # not staff
    hashed = User.objects.get(email="ada@example.com").password
    User.objects.update(is_staff=True)
    assert sign_in_to_admin(visitor, "ada@example.com", PASSPHRASE).status_code == 302
    assert visitor.get("/admin/").status_code == 200
    # Django replaces a hash at sign-in if its parameters are weaker than its own.
    assert User.objects.get(email="ada@example.com").password == hashed


def test_a_password_change_in_the_admin_revokes_the_tokens_of_the_api(admin: httpx2.Client) -> None:
    tokens = join(admin, "ada@example.com")
    assert status(admin, tokens) == 200
    path = f"{admin_url('ada@example.com')}password/"
    assert submit(admin, path, **new_password_fields(NEW)).status_code == 302
    assert status(admin, tokens) == 401
    assert refresh(admin, tokens["refresh_token"]).status_code == 401
    assert sign_in(admin, "ada@example.com").status_code == 401
    assert sign_in(admin, "ada@example.com", NEW).status_code == 200


def test_a_password_change_through_the_api_ends_the_admin_sessions(
    admin: httpx2.Client,
) -> None:
    tokens = tokens_of(admin, "admin@example.com")
    change = {"current_password": PASSPHRASE, "new_password": NEW}
    headers = bearer(tokens["access_token"])
    assert admin.post(f"{ME}/password", json=change, headers=headers).status_code == 204
    assert admin.get("/admin/").status_code == 302
    assert status(admin, tokens) == 401
    assert sign_in_to_admin(admin, "admin@example.com", NEW).status_code == 302


def test_a_user_deactivated_in_the_admin_gets_401_from_the_next_request(
    admin: httpx2.Client,
) -> None:
    tokens = join(admin, "ada@example.com")
    path = f"{admin_url('ada@example.com')}change/"
    assert submit(admin, path, is_active=None).status_code == 302
    assert status(admin, tokens) == 401
    assert refresh(admin, tokens["refresh_token"]).status_code == 401
    assert sign_in(admin, "ada@example.com").status_code == 401


@pytest.mark.parametrize("email", ["ADA@example.com", "ada@example.com"])
def test_e_mail_addresses_are_compared_case_insensitively(admin: httpx2.Client, email: str) -> None:
    join(admin, "ada@example.com")
    form = {"email": email, "full_name": "", **new_password_fields(PASSPHRASE)}
    response = submit(admin, "/admin/accounts/user/add/", **form)
    assert response.status_code == 200
    assert "already exists" in response.text
