"""Fixtures of the tests of pages."""

import pytest
from django.test import Client

from backend.pages.limits import resets


@pytest.fixture(autouse=True)
def clear_resets() -> None:
    """Reset the rate limit of reset mail before each test."""
    resets.clear()


@pytest.fixture
def browser() -> Client:
    """Return a client whose forms need a CSRF token, as in a browser."""
    return Client(enforce_csrf_checks=True)
