"""Who comes to the admin site: nobody yet, and an administrator."""

from collections.abc import Iterator

import httpx2
import pytest

from tests.both.site import PASSPHRASE, enter


@pytest.fixture
def visitor(base_url: str) -> Iterator[httpx2.Client]:
    """Give a client that keeps its cookies, as a browser does."""
    with httpx2.Client(base_url=base_url, timeout=30, trust_env=False) as client:
        yield client


@pytest.fixture
def admin(visitor: httpx2.Client) -> httpx2.Client:
    """Give an administrator who has signed in to the admin site."""
    from backend.admin.accounts.models import User  # noqa: PLC0415 - after Django's setup

    User.objects.create_superuser("admin@example.com", PASSPHRASE)
    assert enter(visitor, "admin@example.com", PASSPHRASE).status_code == 302
    return visitor
