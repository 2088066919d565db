"""The account pages: registration, sign-in and sign-out."""

import re

import pytest
from django.test import Client

from backend.accounts.models import User

ADDRESS = "ada@example.com"
PASSPHRASE = "tangerine lamp 42"
ANOTHER = "velvet anchor 77"
NEW = {"email": ADDRESS, "full_name": "", "password1": PASSPHRASE, "password2": PASSPHRASE}
SIGN_IN = {"username": "ADA@example.com", "password": PASSPHRASE}


def test_a_new_user_signs_up_out_and_in_again(client: Client) -> None:
    assert b'lang="en"' in client.get("/sign-up").content
    welcome = client.post("/sign-up", NEW, follow=True)
    assert b"signed in as ada@example.com" in welcome.content
    assert b"ada@example.com" not in client.post("/sign-out", follow=True).content
    assert client.get("/sign-out").status_code == 405
    assert b"signed in as" in client.post("/sign-in", SIGN_IN, follow=True).content


def test_a_form_without_csrf_token_is_rejected(browser: Client) -> None:
    assert browser.post("/sign-up", NEW).status_code == 403
    assert not User.objects.exists()


def test_a_taken_address_and_a_weak_password_have_errors_at_their_fields(client: Client) -> None:
    User.objects.create_user("Ada@Example.com", PASSPHRASE)
    response = client.post("/sign-up", NEW | {"password1": "password", "password2": "password"})
    page = response.content.decode()
    assert 'id="id_email_error"' in page
    assert "already exists" in page
    assert "too common" in page
    assert 'aria-invalid="true"' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert User.objects.count() == 1


@pytest.mark.parametrize("password", ["z" * 14, "xy" * 2_500])
def test_the_rules_of_the_api_apply(client: Client, password: str) -> None:
    response = client.post("/sign-up", NEW | {"password1": password, "password2": password})
    assert b"This password is" in response.content
    assert b"valid e-mail" in client.post("/sign-up", NEW | {"email": "ada@exämple.com"}).content
    assert not User.objects.exists()


def test_sign_in_is_rate_limited(client: Client) -> None:
    User.objects.create_user(ADDRESS, PASSPHRASE)
    wrong = SIGN_IN | {"password": ANOTHER}
    assert [client.post("/sign-in", wrong).status_code for _ in range(4)] == [200] * 4
    blocked = client.post("/sign-in", SIGN_IN)
    assert (blocked.status_code, blocked["Retry-After"]) == (429, "60")
    assert b"Too many attempts" in blocked.content


def test_registration_is_rate_limited(client: Client) -> None:
    assert [client.post("/sign-up", {}).status_code for _ in range(10)] == [200] * 10
    assert client.post("/sign-up", NEW).status_code == 429
