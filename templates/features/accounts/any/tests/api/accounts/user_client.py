"""How the people of these tests register and sign in."""

from typing import TypedDict, cast

import httpx2

PASSPHRASE = "tangerine lamp 42"


class Tokens(TypedDict):
    """What a sign-in answers."""

    access_token: str
    refresh_token: str
    token_type: str
    expires_in: int


def register(client: httpx2.Client, email: str, password: str = PASSPHRASE) -> httpx2.Response:
    """Ask for an account."""
    return client.post("/api/v1/auth/register", json={"email": email, "password": password})


def sign_in(client: httpx2.Client, email: str, password: str = PASSPHRASE) -> httpx2.Response:
    """Ask for tokens, as OAuth2's password flow does: by a form."""
    return client.post("/api/v1/auth/token", data={"username": email, "password": password})


def tokens_of(client: httpx2.Client, email: str) -> Tokens:
    """Sign somebody in who has an account."""
    response = sign_in(client, email)
    assert response.status_code == 200, response.text
    return cast("Tokens", response.json())


def join(client: httpx2.Client, email: str) -> Tokens:
    """Register somebody and sign them in."""
    response = register(client, email)
    assert response.status_code == 201, response.text
    return tokens_of(client, email)


def refresh(client: httpx2.Client, refresh_token: str) -> httpx2.Response:
    """Ask for a new pair of tokens."""
    return client.post("/api/v1/auth/refresh", json={"refresh_token": refresh_token})


def bearer(token: str) -> dict[str, str]:
    """Show a token."""
    return {"Authorization": f"Bearer {token}"}
