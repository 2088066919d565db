"""A client that is signed in to the admin site."""

import pytest
from django.core.management import call_command
from django.test import Client

PASSPHRASE = "tangerine lamp 42"


def superuser_client(monkeypatch: pytest.MonkeyPatch) -> Client:
    """Create a superuser with the `create-admin` command, and sign in as that user."""
    monkeypatch.setenv("ADMIN_PASSWORD", PASSPHRASE)
    call_command("create_admin", "Boss@example.com")
    client = Client()
    assert client.login(username="boss@EXAMPLE.com", password=PASSPHRASE)
    return client
