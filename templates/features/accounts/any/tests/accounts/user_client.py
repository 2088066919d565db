"""Register and sign in the users of these tests."""

from typing import TypedDict, cast

import httpx2

PASSPHRASE = "tangerine lamp 42"


class Tokens(TypedDict):
    """The response to a sign-in."""

    access_token: str
    refresh_token: str
    token_type: str
    expires_in: int


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
