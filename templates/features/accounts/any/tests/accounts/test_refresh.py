"""Refresh and logout: a token can be used once, and its whole family is revoked together."""

import httpx2

from tests.support.clients import bearer, join, refresh, tokens_of
from tests.support.problem import assert_problem

LOGOUT = "/api/v1/auth/logout"
ME = "/api/v1/users/me"


def log_out(client: httpx2.Client, refresh_token: str) -> tuple[int, bytes]:
    """Log out with a refresh token, and return the status code and the body."""
    response = client.post(LOGOUT, json={"refresh_token": refresh_token})
    return response.status_code, response.content


def test_refreshing_gives_a_new_pair(anonymous: httpx2.Client) -> None:
    old = join(anonymous, "ada@example.com")
    response = refresh(anonymous, old["refresh_token"])
    assert response.status_code == 200
    new = response.json()
    assert new.keys() == old.keys()
    assert (new["token_type"], new["expires_in"]) == ("bearer", 900)
    assert new["refresh_token"] != old["refresh_token"]
    assert anonymous.get(ME, headers=bearer(new["access_token"])).status_code == 200
    assert refresh(anonymous, new["refresh_token"]).status_code == 200


def test_reuse_of_a_spent_token_revokes_its_family(anonymous: httpx2.Client) -> None:
    first = join(anonymous, "ada@example.com")["refresh_token"]
    second = refresh(anonymous, first).json()["refresh_token"]
    assert_problem(refresh(anonymous, first), 401)
    assert_problem(refresh(anonymous, second), 401)


def test_other_families_stay_valid(anonymous: httpx2.Client) -> None:
    phone = join(anonymous, "ada@example.com")["refresh_token"]
    laptop = tokens_of(anonymous, "ada@example.com")["refresh_token"]
    assert refresh(anonymous, phone).status_code == 200
    assert_problem(refresh(anonymous, phone), 401)
    assert refresh(anonymous, laptop).status_code == 200


def test_an_access_token_does_not_refresh(anonymous: httpx2.Client) -> None:
    assert_problem(refresh(anonymous, join(anonymous, "ada@example.com")["access_token"]), 401)


def test_a_refresh_token_gives_no_access(anonymous: httpx2.Client) -> None:
    tokens = join(anonymous, "ada@example.com")
    assert_problem(anonymous.get(ME, headers=bearer(tokens["refresh_token"])), 401)


def test_garbage_does_not_refresh(anonymous: httpx2.Client) -> None:
    for garbage in ("", "a", "a.b.c", "é" * 40, "x" * 10_000):
        response = refresh(anonymous, garbage)
        assert_problem(response, 401)
        assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_the_refresh_token_must_be_text(anonymous: httpx2.Client) -> None:
    for body in ({}, {"refresh_token": None}, {"refresh_token": 1}, {"refresh_token": ["a"]}):
        response = anonymous.post("/api/v1/auth/refresh", json=body)
        assert_problem(response, 422, "#/refresh_token")


def test_signing_out_revokes_the_family(anonymous: httpx2.Client) -> None:
    first = join(anonymous, "ada@example.com")["refresh_token"]
    second = refresh(anonymous, first).json()["refresh_token"]
    assert log_out(anonymous, second) == (204, b"")
    assert_problem(refresh(anonymous, second), 401)


def test_signing_out_with_a_spent_token_revokes_the_family_too(anonymous: httpx2.Client) -> None:
    first = join(anonymous, "ada@example.com")["refresh_token"]
    second = refresh(anonymous, first).json()["refresh_token"]
    assert log_out(anonymous, first) == (204, b"")
    assert_problem(refresh(anonymous, second), 401)


def test_signing_out_twice_is_no_error(anonymous: httpx2.Client) -> None:
    token = join(anonymous, "ada@example.com")["refresh_token"]
    assert [log_out(anonymous, token), log_out(anonymous, token)] == [(204, b"")] * 2


def test_signing_out_keeps_the_other_sessions(anonymous: httpx2.Client) -> None:
    phone = join(anonymous, "ada@example.com")["refresh_token"]
    laptop = tokens_of(anonymous, "ada@example.com")["refresh_token"]
    assert log_out(anonymous, phone) == (204, b"")
    assert refresh(anonymous, laptop).status_code == 200


def test_signing_out_with_garbage_is_204(anonymous: httpx2.Client) -> None:
    for garbage in ("", "a.b.c", "é" * 40, "x" * 10_000):
        assert log_out(anonymous, garbage) == (204, b"")


def test_signing_out_with_an_access_token_ends_nothing(anonymous: httpx2.Client) -> None:
    tokens = join(anonymous, "ada@example.com")
    assert log_out(anonymous, tokens["access_token"]) == (204, b"")
    assert refresh(anonymous, tokens["refresh_token"]).status_code == 200
