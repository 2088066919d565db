"""Responses with tokens or private data are not cached, whatever their status."""

from collections.abc import Iterator

import httpx2
import pytest

from tests.accounts.user_client import PASSPHRASE, bearer, refresh, register, sign_in, tokens_of

EMAIL = "ada@example.com"
PRIVATE = [
    "/api/v1/auth/register",
    "/api/v1/auth/token",
    "/api/v1/auth/refresh",
    "/api/v1/auth/logout",
    "/api/v1/users/me",
    "/api/v1/users/me/password",
]


@pytest.fixture
def ada(base_url: str) -> Iterator[httpx2.Client]:
    """Yield a client that is signed in as Ada."""
    with httpx2.Client(base_url=base_url, timeout=60, trust_env=False) as client:
        assert register(client, EMAIL).headers["Cache-Control"] == "no-store"
        client.headers.update(bearer(tokens_of(client, EMAIL)["access_token"]))
        yield client


def test_successful_responses_are_not_stored(ada: httpx2.Client) -> None:
    signed_in = sign_in(ada, EMAIL)
    changed = {"current_password": PASSPHRASE, "new_password": PASSPHRASE + "!"}
    responses = [
        signed_in,
        refresh(ada, signed_in.json()["refresh_token"]),
        ada.get("/api/v1/users/me"),
        ada.head("/api/v1/users/me"),
        ada.patch("/api/v1/users/me", json={"full_name": "Ada"}),
        ada.post("/api/v1/auth/logout", json={"refresh_token": "x"}),
        ada.post("/api/v1/users/me/password", json=changed),
    ]
    public = ada.get("/health/live")
    assert [response.status_code for response in responses] == [200] * 5 + [204] * 2
    assert [response.headers["Cache-Control"] for response in responses] == ["no-store"] * 7
    assert "Cache-Control" not in public.headers


@pytest.mark.parametrize("path", PRIVATE)
def test_errors_are_not_stored(base_url: str, path: str) -> None:
    with httpx2.Client(base_url=base_url, timeout=60, trust_env=False) as client:
        for method in ("GET", "POST", "PATCH"):
            for headers in ({}, {"Host": "evil.example"}, {"Content-Type": "text/plain"}):
                response = client.request(method, path, content="{", headers=headers)
                assert response.status_code >= 400
                assert response.headers["Cache-Control"] == "no-store"
