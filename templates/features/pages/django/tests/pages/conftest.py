"""Fixtures of the tests of pages."""

import pytest
from django.test import Client


@pytest.fixture
def browser() -> Client:
    """Return a client whose forms need a CSRF token, as in a browser."""
    return Client(enforce_csrf_checks=True)
