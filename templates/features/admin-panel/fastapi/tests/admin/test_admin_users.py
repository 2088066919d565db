"""New users in the admin."""

import httpx2
import pytest

from tests.support.browser import BOSS, send
from tests.support.clients import PASSPHRASE, Tokens, bearer, sign_in

ADA = "ada@example.com"
ANOTHER = "velvet anchor 77"
CREATE, LIST = "/admin/user/create", "/admin/user/list"


def add(admin: httpx2.Client, **fields: str) -> httpx2.Response:
    """Send the form of a new user."""
    form = {"email": ADA, "full_name": "Ada", "password": PASSPHRASE, "is_active": "on"} | fields
    return send(admin, admin.get(CREATE), **form)


def test_a_new_user_can_sign_in(admin: httpx2.Client, anonymous: httpx2.Client) -> None:
    page = add(admin, email="Ada@Example.com")
    assert (page.status_code, page.url.path) == (200, LIST)
    assert "was added successfully" in page.text
    token = sign_in(anonymous, ADA).json()["access_token"]
    me = anonymous.get("/api/v1/users/me", headers=bearer(token)).json()
    assert (me["email"], me["full_name"]) == (ADA, "Ada")


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("password", "password", "too common"),
        ("password", "98989898", "too common"),
        ("password", "ada@example", "too similar"),
        ("password", "short", "at least 8 characters"),
        ("password", "", "at least 8 characters"),
        ("password", "nul\0 in the middle", "match pattern"),
        ("email", "ada@host", "match pattern"),
        ("email", BOSS.upper(), "already exists"),
        ("full_name", "a" * 151, "at most 150 characters"),
    ],
)
def test_an_invalid_form_is_shown_again_without_the_password(
    admin: httpx2.Client, field: str, value: str, message: str
) -> None:
    page = add(admin, **{field: value})
    assert (page.status_code, message in page.text) == (422, True)
    password = value if field == "password" else PASSPHRASE
    assert not password or f'value="{password}"' not in page.text
    assert "argon2" not in page.text
    assert ADA not in admin.get(LIST).text


def test_a_hash_is_never_shown(admin: httpx2.Client, ada: Tokens) -> None:
    lookup = f"/admin/_api/user/relation-lookup?pks={ada['id']}"
    for path in (
        LIST,
        f"/admin/user/detail?pk={ada['id']}",
        f"/admin/user/edit?pk={ada['id']}",
        lookup,
    ):
        page = admin.get(path)
        assert (page.status_code, ADA in page.text, "argon2" in page.text) == (200, True, False)
