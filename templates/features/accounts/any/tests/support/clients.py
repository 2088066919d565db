"""HTTP clients: one without a token, and two signed-in users; how users register and sign in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

import httpx2
import pytest

PASSPHRASE = "tangerine lamp 42"
Tokens = dict[str, str]  # the response to a sign-in


def register(client: httpx2.Client, email: str, password: str = PASSPHRASE) -> httpx2.Response:
    """Register a user."""
    return client.post("/api/v1/auth/register", json={"email": email, "password": password})


def sign_in(client: httpx2.Client, email: str, password: str = PASSPHRASE) -> httpx2.Response:
    """Request tokens with a form, as in OAuth2's password flow."""
    return client.post("/api/v1/auth/token", data={"username": email, "password": password})


def tokens_of(client: httpx2.Client, email: str) -> Tokens:
    """Sign an existing user in, and return the tokens."""
    response = sign_in(client, email)
    assert response.status_code == 200, response.text
    return cast("Tokens", response.json())


def join(client: httpx2.Client, email: str) -> Tokens:
    """Register a user, sign them in, and return the tokens."""
    response = register(client, email)
    assert response.status_code == 201, response.text
    return tokens_of(client, email)


def refresh(client: httpx2.Client, refresh_token: str) -> httpx2.Response:
    """Request a new pair of tokens."""
    return client.post("/api/v1/auth/refresh", json={"refresh_token": refresh_token})


def bearer(token: str) -> dict[str, str]:
    """Return the Authorization header for a token."""
    return {"Authorization": f"Bearer {token}"}


@contextmanager
def client_of(base_url: str, email: str) -> Iterator[httpx2.Client]:
    """Yield the client of a new user."""
    with httpx2.Client(base_url=base_url, timeout=60, trust_env=False) as client:
        client.headers.update(bearer(join(client, email)["access_token"]))
        yield client


@pytest.fixture
def anonymous(base_url: str) -> Iterator[httpx2.Client]:
    """Yield a client without a token; a request fails after 60 seconds."""
    with httpx2.Client(base_url=base_url, timeout=60, trust_env=False) as client:
        yield client


@pytest.fixture
def owner(base_url: str) -> Iterator[httpx2.Client]:
    """Yield the client of owner@example.com."""
    with client_of(base_url, "owner@example.com") as client:
        yield client


@pytest.fixture
def other_user(base_url: str) -> Iterator[httpx2.Client]:
    """Yield the client of stranger@example.com, who owns nothing."""
    with client_of(base_url, "stranger@example.com") as client:
        yield client


@pytest.fixture
def json_endpoint() -> str:
    """Return a path that accepts a JSON body without a token, for tests of every JSON body."""
    return "/api/v1/auth/logout"
