"""The accounts' pages: who comes in, and who does not."""

import re

import pytest
from django.test import Client

from backend.admin.accounts.models import User

ADDRESS = "ada@example.com"
PASSPHRASE = "tangerine lamp 42"
ANOTHER = "velvet anchor 77"
NEW = {"email": ADDRESS, "full_name": "", "password1": PASSPHRASE, "password2": PASSPHRASE}
SIGN_IN = {"username": "ADA@example.com", "password": PASSPHRASE}


def test_somebody_new_signs_up_out_and_in_again(client: Client) -> None:
    assert b'lang="en"' in client.get("/sign-up").content
    welcome = client.post("/sign-up", NEW, follow=True)
    assert b"signed in as ada@example.com" in welcome.content
    assert b"ada@example.com" not in client.post("/sign-out", follow=True).content
    assert client.get("/sign-out").status_code == 405
    assert b"signed in as" in client.post("/sign-in", SIGN_IN, follow=True).content


def test_a_form_without_its_token_is_refused(browser: Client) -> None:
    assert browser.post("/sign-up", NEW).status_code == 403
    assert not User.objects.exists()


def test_a_taken_address_and_a_weak_password_are_refused_at_their_fields(client: Client) -> None:
    User.objects.create_user("Ada@Example.com", PASSPHRASE)
    refused = client.post("/sign-up", NEW | {"password1": "password", "password2": "password"})
    page = refused.content.decode()
    assert 'id="id_email_error"' in page
    assert "exists already" in page
    assert "too common" in page
    assert 'aria-invalid="true"' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert User.objects.count() == 1


@pytest.mark.parametrize("password", ["z" * 14, "xy" * 2_500])
def test_what_the_api_refuses_is_refused_here(client: Client, password: str) -> None:
    refused = client.post("/sign-up", NEW | {"password1": password, "password2": password})
    assert b"This password is" in refused.content
    assert b"valid e-mail" in client.post("/sign-up", NEW | {"email": "ada@exämple.com"}).content
    assert not User.objects.exists()


def test_guessing_is_slow(client: Client) -> None:
    User.objects.create_user(ADDRESS, PASSPHRASE)
    wrong = SIGN_IN | {"password": ANOTHER}
    assert [client.post("/sign-in", wrong).status_code for _ in range(4)] == [200] * 4
    blocked = client.post("/sign-in", SIGN_IN)
    assert (blocked.status_code, blocked["Retry-After"]) == (429, "60")
    assert b"Too many attempts" in blocked.content


def test_signing_up_is_not_for_machines(client: Client) -> None:
    assert [client.post("/sign-up", {}).status_code for _ in range(10)] == [200] * 10
    assert client.post("/sign-up", NEW).status_code == 429
