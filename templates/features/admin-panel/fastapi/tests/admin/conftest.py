"""A browser, and a superuser for it."""

from collections.abc import Callable, Iterator

import httpx2
import pytest

from tests.support.browser import BOSS, enter
from tests.support.clients import Tokens, join


@pytest.fixture
def browser(base_url: str) -> Iterator[httpx2.Client]:
    """Yield a client that keeps cookies and follows redirects."""
    with httpx2.Client(
        base_url=base_url, timeout=60, trust_env=False, follow_redirects=True
    ) as client:
        yield client


@pytest.fixture
def boss(browser: httpx2.Client, alter_user: Callable[..., None]) -> Tokens:
    """Create a superuser, and return their tokens for the API."""
    tokens = join(browser, BOSS)
    alter_user(BOSS, is_superuser=True, is_staff=True)
    return tokens


@pytest.fixture
def admin(browser: httpx2.Client, boss: Tokens) -> httpx2.Client:  # noqa: ARG001
    """Return a browser that is signed in."""
    enter(browser)
    return browser
