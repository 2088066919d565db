"""Changes of users in the admin, lists of them, and refresh tokens."""

from collections.abc import Callable

import httpx2
from sqlalchemy import Engine, text

from tests.support.browser import BOSS, is_inside, rows_of, send
from tests.support.clients import Tokens, bearer, refresh, sign_in

ADA = "ada@example.com"
ANOTHER = "velvet anchor 77"
LIST = "/admin/user/list"


def edit(admin: httpx2.Client, user_id: str, **fields: str) -> httpx2.Response:
    """Send the form of a stored user."""
    form = {"email": ADA, "full_name": "Ada", "is_active": "on"} | fields
    return send(admin, admin.get(f"/admin/user/edit?pk={user_id}"), **form)


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
