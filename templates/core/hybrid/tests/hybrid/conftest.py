"""Clients of the admin site: an anonymous visitor and an administrator."""

from collections.abc import Iterator

import httpx2
import pytest

from tests.hybrid.site import PASSPHRASE, sign_in_to_admin


@pytest.fixture
def visitor(base_url: str) -> Iterator[httpx2.Client]:
    """Return an anonymous client that keeps its cookies, like a browser."""
    with httpx2.Client(base_url=base_url, timeout=30, trust_env=False) as client:
        yield client


@pytest.fixture
def admin(visitor: httpx2.Client) -> httpx2.Client:
    """Return the client of a superuser who is signed in to the admin site."""
    from backend.accounts.models import User  # noqa: PLC0415 - after Django's setup

    User.objects.create_superuser("admin@example.com", PASSPHRASE)
    assert sign_in_to_admin(visitor, "admin@example.com", PASSPHRASE).status_code == 302
    return visitor
