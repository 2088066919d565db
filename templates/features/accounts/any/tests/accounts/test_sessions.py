"""Sign-in with OAuth2's password flow, refresh and logout."""

from collections.abc import Callable

import httpx2
import jwt

from tests.support.clients import bearer, join, refresh, register, sign_in
from tests.support.problem import assert_problem

ME = "/api/v1/users/me"
CLAIMS = {"iss", "aud", "sub", "jti", "iat", "exp", "token_type"}


def test_signing_in_gives_a_pair_of_tokens(anonymous: httpx2.Client) -> None:
    user = register(anonymous, "ada@example.com").json()
    response = sign_in(anonymous, "Ada@Example.com")
    assert response.status_code == 200
    tokens = response.json()
    assert tokens.keys() == {"access_token", "refresh_token", "token_type", "expires_in"}
    assert (tokens["token_type"], tokens["expires_in"]) == ("bearer", 900)
    assert anonymous.get(ME, headers=bearer(tokens["access_token"])).json() == user
    for kind, lifetime in {"access": 15 * 60, "refresh": 14 * 24 * 3600}.items():
        claims = jwt.decode(tokens[f"{kind}_token"], options={"verify_signature": False})
        assert claims.keys() >= CLAIMS
        assert (claims["sub"], claims["token_type"]) == (user["id"], kind)
        assert claims["exp"] - claims["iat"] == lifetime


def test_a_wrong_password_and_an_unknown_email_get_equal_responses(
    anonymous: httpx2.Client,
) -> None:
    register(anonymous, "ada@example.com")
    wrong, unknown = (
        sign_in(anonymous, f"{name}@example.com", "not it") for name in ("ada", "bob")
    )
    assert_problem(wrong, 401)
    assert_problem(unknown, 401)
    assert wrong.headers["WWW-Authenticate"].startswith("Bearer")
    assert wrong.json() == unknown.json()
    assert wrong.headers.keys() == unknown.headers.keys()


def test_an_inactive_user_is_signed_out_and_cannot_sign_in(
    anonymous: httpx2.Client, alter_user: Callable[..., None]
) -> None:
    tokens = join(anonymous, "ada@example.com")
    alter_user("ada@example.com", is_active=False)
    inactive = sign_in(anonymous, "ada@example.com")
    assert inactive.json() == sign_in(anonymous, "bob@example.com").json()
    assert_problem(anonymous.get(ME, headers=bearer(tokens["access_token"])), 401)
    assert_problem(refresh(anonymous, tokens["refresh_token"]), 401)


def test_refreshing_gives_a_new_pair(anonymous: httpx2.Client) -> None:
    old = join(anonymous, "ada@example.com")
    response = refresh(anonymous, old["refresh_token"])
    assert response.status_code == 200
    new = response.json()
    assert new.keys() == old.keys()
    assert new["refresh_token"] != old["refresh_token"]
    assert anonymous.get(ME, headers=bearer(new["access_token"])).status_code == 200
    assert refresh(anonymous, new["refresh_token"]).status_code == 200


def test_reuse_of_a_spent_token_revokes_its_family(anonymous: httpx2.Client) -> None:
    first = join(anonymous, "ada@example.com")["refresh_token"]
    second = refresh(anonymous, first).json()["refresh_token"]
    assert_problem(refresh(anonymous, first), 401)
    assert_problem(refresh(anonymous, second), 401)


def test_a_token_of_the_other_kind_is_refused(anonymous: httpx2.Client) -> None:
    tokens = join(anonymous, "ada@example.com")
    assert_problem(refresh(anonymous, tokens["access_token"]), 401)
    assert_problem(anonymous.get(ME, headers=bearer(tokens["refresh_token"])), 401)


def test_signing_out_revokes_the_family(anonymous: httpx2.Client) -> None:
    first = join(anonymous, "ada@example.com")["refresh_token"]
    second = refresh(anonymous, first).json()["refresh_token"]
    response = anonymous.post("/api/v1/auth/logout", json={"refresh_token": second})
    assert (response.status_code, response.content) == (204, b"")
    assert_problem(refresh(anonymous, second), 401)
