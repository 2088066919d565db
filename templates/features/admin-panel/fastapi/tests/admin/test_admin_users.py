"""Users and refresh tokens in the admin."""

from collections.abc import Callable

import httpx2
import pytest
from sqlalchemy import Engine, text

from tests.support.browser import BOSS, is_inside, rows_of, send
from tests.support.clients import PASSPHRASE, Tokens, bearer, join, refresh, sign_in

ADA = "ada@example.com"
ANOTHER = "velvet anchor 77"
CREATE, LIST = "/admin/user/create", "/admin/user/list"


def add(admin: httpx2.Client, **fields: str) -> httpx2.Response:
    """Send the form of a new user."""
    form = {"email": ADA, "full_name": "Ada", "password": PASSPHRASE, "is_active": "on"} | fields
    return send(admin, admin.get(CREATE), **form)


def edit(admin: httpx2.Client, user_id: str, **fields: str) -> httpx2.Response:
    """Send the form of a stored user."""
    form = {"email": ADA, "full_name": "Ada", "is_active": "on"} | fields
    return send(admin, admin.get(f"/admin/user/edit?pk={user_id}"), **form)


@pytest.fixture
def ada(anonymous: httpx2.Client) -> Tokens:
    """Register a user; return the tokens, and the id."""
    tokens = join(anonymous, ADA)
    me = anonymous.get("/api/v1/users/me", headers=bearer(tokens["access_token"]))
    return tokens | {"id": me.json()["id"]}


def test_a_new_user_can_sign_in(admin: httpx2.Client, anonymous: httpx2.Client) -> None:
    page = add(admin, email="Ada@Example.com")
    assert (page.status_code, page.url.path) == (200, LIST)
    assert "was added successfully" in page.text
    token = sign_in(anonymous, ADA).json()["access_token"]
    me = anonymous.get("/api/v1/users/me", headers=bearer(token)).json()
    assert (me["email"], me["full_name"]) == (ADA, "Ada")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"password": "password"}, "too common"),
        ({"password": "98989898"}, "too common"),
        ({"password": "ada@example"}, "too similar"),
        ({"password": "short"}, "at least 8 characters"),
        ({"password": ""}, "at least 8 characters"),
        ({"password": "nul\0 in the middle"}, "match pattern"),
        ({"email": "ada@host"}, "match pattern"),
        ({"email": BOSS.upper()}, "already exists"),
        ({"full_name": "a" * 151}, "at most 150 characters"),
    ],
)
def test_an_invalid_form_is_shown_again_without_the_password(
    admin: httpx2.Client, fields: dict[str, str], message: str
) -> None:
    page = add(admin, **fields)
    assert (page.status_code, message in page.text) == (422, True)
    assert (
        f'value="{fields.get("password", PASSPHRASE)}"' not in page.text or not fields["password"]
    )
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


def test_a_form_without_a_password_keeps_it(
    admin: httpx2.Client, anonymous: httpx2.Client, ada: Tokens
) -> None:
    assert "was changed successfully" in edit(admin, ada["id"], full_name="A. L.").text
    me = anonymous.get("/api/v1/users/me", headers=bearer(ada["access_token"])).json()
    assert me["full_name"] == "A. L."
    assert sign_in(anonymous, ADA).status_code == 200


def test_a_new_password_ends_the_sessions_of_the_user(
    admin: httpx2.Client, anonymous: httpx2.Client, ada: Tokens, engine: Engine
) -> None:
    edit(admin, ada["id"], password=ANOTHER)
    assert refresh(anonymous, ada["refresh_token"]).status_code == 401
    assert sign_in(anonymous, ADA).status_code == 401
    assert sign_in(anonymous, ADA, ANOTHER).status_code == 200
    with engine.connect() as connection:
        stored = text("SELECT password FROM accounts_user WHERE email = :email")
        assert (
            connection.execute(stored, {"email": ADA}).scalar_one().startswith("argon2$argon2id$")
        )


def test_an_inactive_user_is_signed_out(
    admin: httpx2.Client, anonymous: httpx2.Client, ada: Tokens
) -> None:
    edit(admin, ada["id"], is_active="")
    me = anonymous.get("/api/v1/users/me", headers=bearer(ada["access_token"]))
    assert (me.status_code, sign_in(anonymous, ADA).status_code) == (401, 401)


def test_a_user_is_found_filtered_and_sorted(
    admin: httpx2.Client, alter_user: Callable[..., None], ada: Tokens
) -> None:
    assert ada
    assert ADA in admin.get(f"{LIST}?q=ADA@").text
    assert ADA not in admin.get(f"{LIST}?q=%25").text
    alter_user(ADA, is_active=False)
    found = rows_of(admin.get(f"{LIST}?filter=is_active__is_false"))
    assert (ADA in found, BOSS in found) == (True, False)
    rows = rows_of(admin.get(f"{LIST}?sort=email__desc"))
    assert rows.index(BOSS) < rows.index(ADA)


def test_refresh_tokens_can_only_be_looked_at(admin: httpx2.Client, ada: Tokens) -> None:
    assert ada
    page = admin.get("/admin/refresh-token/list")
    assert (page.status_code, ADA in page.text) == (200, True)
    assert admin.get("/admin/refresh-token/create").status_code == 403
    assert admin.get(f"/admin/refresh-token/edit?pk={ada['id']}").status_code == 403
    for kind in ("action?name=delete&all=1", f"row-action?name=delete&pk={ada['id']}"):
        response = send(admin, page, f"/admin/_api/refresh-token/{kind}")
        assert (response.status_code, response.json()["msg"]) == (400, "Forbidden")


def test_the_last_admin_can_lock_themselves_out_and_is_told_so(
    admin: httpx2.Client, ada: Tokens
) -> None:
    assert ada
    page = admin.get(f"{LIST}?q=boss").text
    pk = page.split("edit?pk=")[1][:36]
    edit(admin, pk, email=BOSS)
    assert not is_inside(admin)
