"""Errors of the admin: pages with the status codes of the API, also for hostile addresses."""

import httpx2
import pytest
from sqlalchemy import Engine, text

from tests.support.browser import send

BROWSER = {"Accept": "text/html"}
MISSING = "9d2d4b2c-0000-4000-8000-000000000000"
BEYOND = "9" * 30


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/admin/nowhere", 404),
        ("/admin/nowhere/list", 404),
        ("/admin/user/detail", 404),
        ("/admin/user/detail?pk=no-id", 404),
        (f"/admin/user/edit?pk={MISSING}", 404),
        ("/admin/user/edit?pk=%00", 404),
        (f"/admin/user/list?page={BEYOND}", 400),
        ("/admin/user/list?page_size=1000", 400),
        ("/admin/user/list?filter=password__contains=argon", 400),
        ("/admin/user/list?filter=id__eq=1", 400),
        ("/admin/user/list?filter=created_at__between=a..b", 400),
        ("/admin/user/list?filter=created_at__between=2026-01-01", 400),
        ("/admin/user/list?filter=((((", 200),
        ("/admin/user/list?filter=email__contains=a,b", 200),
        ("/admin/user/list?filter=email__eq=a,b", 200),
        ("/admin/user/list?sort=password__asc&cols=password&q=%ff", 200),
        (f"/admin/_api/user/relation-lookup?skip=-1&limit={BEYOND}", 200),
        (f"/admin/_api/user/relation-lookup?skip={BEYOND}", 400),
        ("/admin/_api/user/relation-lookup?pks=no-id", 200),
        ("/admin/_api/user/inline-edit?pk=no-id&field=email", 403),
        ("/admin/_files/nowhere/name", 404),
        ("/admin/static/nowhere.js", 404),
    ],
)
def test_a_hostile_address_is_no_error_of_the_server(
    admin: httpx2.Client, path: str, status: int
) -> None:
    page = admin.get(path, headers=BROWSER)
    assert page.status_code == status, page.text
    if status >= 400:
        assert page.headers["Content-Type"].startswith("text/html")
        assert page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("query", ["name=export&all=1", "name=nowhere", "name=delete", "all=1"])
def test_an_unknown_action_is_refused(admin: httpx2.Client, query: str) -> None:
    page = admin.get("/admin/user/list")
    refused = send(admin, page, f"/admin/_api/user/action?{query}")
    assert refused.status_code == 400, refused.text
    assert send(admin, page, "/admin/_api/user/import").status_code == 400


def test_a_wrong_method_names_the_right_ones(admin: httpx2.Client) -> None:
    page = admin.get("/admin/user/list")
    refused = send(admin, page, "/admin/user/list")
    assert (refused.status_code, "GET" in refused.headers["Allow"]) == (405, True)


def test_a_body_over_the_limit_is_413(admin: httpx2.Client) -> None:
    page = admin.get("/admin/user/create")
    assert send(admin, page, full_name="a" * 1_100_000).status_code == 413


def test_a_bug_is_a_page_that_reveals_nothing(admin: httpx2.Client, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE accounts_user RENAME TO lost"))
    try:
        broken = admin.get("/admin/", headers=BROWSER)
    finally:
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE lost RENAME TO accounts_user"))
    assert broken.status_code == 500
    assert "Something went wrong on our side" in broken.text
    assert "accounts_user" not in broken.text
