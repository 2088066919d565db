"""A forgotten password: a mail with a link, which tells nobody else who has an account."""

import re
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import quote

import pytest
from django.core import mail
from django.test import Client

from backend.admin.accounts.models import User
from backend.pages.settings import mail_settings
from backend.settings import Settings

ADDRESS = "ada@example.com"
PASSPHRASE = "tangerine lamp 42"
ANOTHER = "velvet anchor 77"
Counted = Callable[[int], AbstractContextManager[object]]


def wait_for_mail() -> None:
    """Wait for what is sent behind an answer."""
    for thread in threading.enumerate():
        if isinstance(thread, threading.Timer):
            thread.join()


def test_a_mail_leads_to_a_new_password_once(client: Client) -> None:
    User.objects.create_user(ADDRESS, PASSPHRASE)
    unknown = client.post("/reset", {"email": "bob@example.com"}, follow=True).content
    assert client.post("/reset", {"email": ADDRESS}, follow=True).content == unknown
    wait_for_mail()
    [letter] = mail.outbox
    assert letter.to == [ADDRESS]
    link = "".join(re.findall(r"http://testserver(\S+)", str(letter.body)))
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"new_password1": ANOTHER, "new_password2": ANOTHER})
    assert User.objects.get().check_password(ANOTHER)
    assert b"used already" in client.get(link, follow=True).content
    for _ in range(3):
        client.post("/reset", {"email": ADDRESS})
    assert client.post("/reset", {"email": ADDRESS}).status_code == 429
    wait_for_mail()


def test_an_answer_does_the_same_for_everybody(
    client: Client, django_assert_num_queries: Counted
) -> None:
    User.objects.create_user(ADDRESS, PASSPHRASE)
    with django_assert_num_queries(0):
        client.post("/reset", {"email": ADDRESS})
    assert mail.outbox == []
    wait_for_mail()
    assert len(mail.outbox) == 1


def test_mail_is_printed_only_in_development(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "console" in mail_settings(Settings.model_validate({}))["EMAIL_BACKEND"]
    monkeypatch.setenv("ENVIRONMENT", "production")
    assert mail_settings(Settings.model_validate({}))["EMAIL_HOST"] == "localhost"


def test_a_mail_server_is_named_by_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", f"smtp+tls://shop:{quote(PASSPHRASE)}@mail.example.com")
    wanted = mail_settings(Settings.model_validate({}))
    assert (wanted["EMAIL_HOST"], wanted["EMAIL_PORT"]) == ("mail.example.com", 587)
    assert wanted["EMAIL_HOST_PASSWORD"] == PASSPHRASE
    monkeypatch.setenv("EMAIL_URL", "mail.example.com")
    with pytest.raises(ValueError, match="must begin with smtp"):
        Settings.model_validate({})
