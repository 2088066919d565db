"""A browser, and a superuser for it."""

from collections.abc import Callable, Iterator

import httpx2
import pytest

from tests.support.browser import BOSS, enter
from tests.support.clients import Tokens, bearer, join


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


def id_of(client: httpx2.Client, tokens: Tokens) -> str:
    """Return the id of a user."""
    me = client.get("/api/v1/users/me", headers=bearer(tokens["access_token"]))
    return str(me.json()["id"])


@pytest.fixture
def boss_id(browser: httpx2.Client, boss: Tokens) -> str:
    """Return the id of the superuser."""
    return id_of(browser, boss)


@pytest.fixture
def ada(anonymous: httpx2.Client) -> Tokens:
    """Register ada@example.com; return the tokens, and the id."""
    tokens = join(anonymous, "ada@example.com")
    return tokens | {"id": id_of(anonymous, tokens)}
