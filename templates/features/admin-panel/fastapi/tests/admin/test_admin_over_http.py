"""Sign-in to the admin. These tests know no framework: they hold for Django's admin too."""

import re
from collections.abc import Callable

import httpx2
import pytest

from tests.support.browser import BOSS, enter, is_inside, send
from tests.support.clients import PASSPHRASE, Tokens, bearer

ANOTHER = "velvet anchor 77"
SIGN_OUT = re.compile(r'action="([^"]*/logout/?)"')
NO_ADMIN = [{"is_superuser": False, "is_staff": False}, {"is_active": False}]


def test_a_visitor_is_sent_to_the_sign_in_page(browser: httpx2.Client) -> None:
    for path in ("/admin", "/admin/"):
        page = browser.get(path)
        assert (page.status_code, page.url.path.rstrip("/")) == (200, "/admin/login")
        assert "next=" in str(page.url)
    policy = page.headers["Content-Security-Policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe-inline" not in scripts
    assert "unsafe-eval" not in scripts
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.usefixtures("boss")
def test_a_superuser_signs_in_with_an_address_in_any_case(browser: httpx2.Client) -> None:
    page = enter(browser, BOSS.upper())
    assert (page.status_code, page.url.path) == (200, "/admin/")
    (cookie,) = (
        header
        for response in page.history
        for header in response.headers.get_list("Set-Cookie")
        if "session" in header
    )
    assert "httponly" in cookie.lower()
    assert "samesite=" in cookie.lower()
    assert is_inside(browser)


@pytest.mark.usefixtures("boss")
@pytest.mark.parametrize(
    ("email", "password"),
    [(BOSS, ANOTHER), ("nobody@example.com", PASSPHRASE), (BOSS, "")],
)
def test_wrong_credentials_are_refused(browser: httpx2.Client, email: str, password: str) -> None:
    page = enter(browser, email, password)
    assert page.url.path.rstrip("/") == "/admin/login"
    assert not is_inside(browser)


@pytest.mark.usefixtures("boss")
@pytest.mark.parametrize("flags", NO_ADMIN)
def test_other_users_and_inactive_ones_are_refused(
    browser: httpx2.Client, alter_user: Callable[..., None], flags: dict[str, bool]
) -> None:
    alter_user(BOSS, **flags)
    enter(browser)
    assert not is_inside(browser)


@pytest.mark.usefixtures("boss")
def test_guesses_are_limited_even_with_the_right_password_at_last(browser: httpx2.Client) -> None:
    for _ in range(4):
        assert "Too many attempts" not in enter(browser, password=ANOTHER).text
    assert "Too many attempts" in enter(browser).text
    assert not is_inside(browser)


@pytest.mark.usefixtures("boss")
@pytest.mark.parametrize("flags", NO_ADMIN)
def test_a_session_ends_with_the_permission(
    browser: httpx2.Client, alter_user: Callable[..., None], flags: dict[str, bool]
) -> None:
    enter(browser)
    assert is_inside(browser)
    alter_user(BOSS, **flags)
    assert not is_inside(browser)


def test_a_new_password_ends_the_session(browser: httpx2.Client, boss: Tokens) -> None:
    enter(browser)
    assert is_inside(browser)
    change = {"current_password": PASSPHRASE, "new_password": ANOTHER}
    headers = bearer(boss["access_token"])
    response = browser.post("/api/v1/users/me/password", json=change, headers=headers)
    assert response.status_code == 204
    assert not is_inside(browser)
    enter(browser, password=ANOTHER)
    assert is_inside(browser)


@pytest.mark.usefixtures("boss")
def test_signing_out_ends_the_session_also_for_a_copy_of_its_cookie(browser: httpx2.Client) -> None:
    page = enter(browser)
    copied = dict(browser.cookies)
    (path,) = set(SIGN_OUT.findall(page.text))
    send(browser, page, path)
    assert not is_inside(browser)
    browser.cookies.update(copied)
    assert not is_inside(browser)


@pytest.mark.usefixtures("boss")
def test_a_form_without_the_token_is_refused(browser: httpx2.Client) -> None:
    origin = {"Origin": "https://evil.example"}
    credentials = {"username": BOSS, "password": PASSPHRASE}
    page = browser.get("/admin/")
    refused = browser.post(page.url, data=credentials, headers=origin)
    assert (refused.status_code, is_inside(browser)) == (403, False)
    page = enter(browser)
    (path,) = set(SIGN_OUT.findall(page.text))
    assert browser.post(path, headers=origin).status_code == 403
    assert is_inside(browser)
