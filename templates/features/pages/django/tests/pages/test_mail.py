"""Password reset by mail, without revealing which accounts exist."""

import re
from urllib.parse import quote

import pytest
from django.core import mail
from django.test import Client

from backend.accounts.models import User
from backend.pages.settings import mail_settings
from backend.settings import Settings
from tests.pages.delivery import ADDRESS, PASSPHRASE, deliver

ANOTHER = "velvet anchor 77"


def test_a_reset_link_works_once(client: Client) -> None:
    User.objects.create_user(ADDRESS, PASSPHRASE)
    unknown = client.post("/reset", {"email": "bob@example.com"}, follow=True).content
    assert client.post("/reset", {"email": ADDRESS}, follow=True).content == unknown
    deliver()
    [message] = mail.outbox
    assert message.to == [ADDRESS]
    link = "".join(re.findall(r"https://shop.example.com:8443(/\S+)", str(message.body)))
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"new_password1": ANOTHER, "new_password2": ANOTHER})
    assert User.objects.get().check_password(ANOTHER)
    assert b"already been used" in client.get(link, follow=True).content
    for _ in range(3):
        client.post("/reset", {"email": ADDRESS})
    assert client.post("/reset", {"email": ADDRESS}).status_code == 429
    deliver()


def test_a_mailbox_gets_three_mails_an_hour_whoever_asks(client: Client) -> None:
    User.objects.create_user(ADDRESS, PASSPHRASE)
    for number in range(5):
        form = {"email": ADDRESS.title() if number % 2 else ADDRESS}
        sent = client.post("/reset", form, REMOTE_ADDR=f"203.0.113.{number}")
        assert (sent.status_code, sent["Location"]) == (302, "/reset/sent")
    deliver()
    assert len(mail.outbox) == 3


def test_mail_is_printed_only_in_development(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "console" in mail_settings(Settings.model_validate({}))["EMAIL_BACKEND"]
    monkeypatch.setenv("ENVIRONMENT", "production")
    assert mail_settings(Settings.model_validate({}))["EMAIL_HOST"] == "localhost"


def test_a_mail_server_is_configured_by_one_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", f"smtp+tls://shop:{quote(PASSPHRASE)}@mail.example.com")
    mail_server = mail_settings(Settings.model_validate({}))
    assert (mail_server["EMAIL_HOST"], mail_server["EMAIL_PORT"]) == ("mail.example.com", 587)
    assert mail_server["EMAIL_HOST_PASSWORD"] == PASSPHRASE
    monkeypatch.setenv("EMAIL_URL", "mail.example.com")
    with pytest.raises(ValueError, match="must begin with smtp"):
        Settings.model_validate({})


def test_production_requires_the_address_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "shop.example.com")
    with pytest.raises(ValueError, match="SITE_URL must be an address"):
        Settings.model_validate({})
    monkeypatch.delenv("SITE_URL")
    assert Settings.model_validate({}).site_url == ""
    monkeypatch.setenv("ENVIRONMENT", "production")
    with pytest.raises(ValueError, match="SITE_URL must be an address"):
        Settings.model_validate({})
