"""Browsers, and nobody who asked for mail too often."""

import pytest
from django.test import Client

from backend.pages.limits import resets


@pytest.fixture(autouse=True)
def forget_attempts() -> None:
    """Begin each test with all attempts left."""
    resets.clear()


@pytest.fixture
def browser() -> Client:
    """Give a browser that must send the token of a form, as every real one must."""
    return Client(enforce_csrf_checks=True)
