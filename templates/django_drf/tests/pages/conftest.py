"""Browsers, and nobody who tried too often."""

import pytest
from django.core.cache import cache
from django.test import Client


@pytest.fixture(autouse=True)
def forget_attempts() -> None:
    """Begin each test with all attempts left."""
    cache.clear()


@pytest.fixture
def browser() -> Client:
    """Give a browser that must send the token of a form, as every real one must."""
    return Client(enforce_csrf_checks=True)
