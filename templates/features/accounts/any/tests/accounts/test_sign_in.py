"""Sign-in with OAuth2's password flow, and the claims of its tokens."""

import base64
import json
import time
from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

import httpx2

from tests.support.clients import PASSPHRASE, bearer, join, register, sign_in, tokens_of
from tests.support.problem import assert_problem

TOKEN = "/api/v1/auth/token"
ME = "/api/v1/users/me"


def claims_of(token: str) -> dict[str, Any]:
    """Decode the claims of a token without checking its signature."""
    payload = token.split(".")[1]
    text = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    return cast("dict[str, Any]", json.loads(text))


def test_signing_in_gives_a_pair_of_tokens(anonymous: httpx2.Client) -> None:
    register(anonymous, "ada@example.com")
    response = sign_in(anonymous, "ada@example.com")
    assert response.status_code == 200
    tokens = response.json()
    assert tokens.keys() == {"access_token", "refresh_token", "token_type", "expires_in"}
    assert (tokens["token_type"], tokens["expires_in"]) == ("bearer", 900)
    me = anonymous.get(ME, headers=bearer(tokens["access_token"]))
    assert me.json()["email"] == "ada@example.com"


def test_the_case_of_the_email_does_not_matter(anonymous: httpx2.Client) -> None:
    register(anonymous, "Ada@Example.com")
    assert sign_in(anonymous, "aDA@eXAMPLE.COM").status_code == 200


def test_the_form_accepts_a_grant_type(anonymous: httpx2.Client) -> None:
    register(anonymous, "ada@example.com")
    form = {"grant_type": "password", "username": "ada@example.com", "password": PASSPHRASE}
    assert anonymous.post(TOKEN, data=form | {"scope": ""}).status_code == 200


def test_tokens_have_the_required_claims(anonymous: httpx2.Client) -> None:
    user = register(anonymous, "ada@example.com").json()
    before = int(time.time())
    tokens = tokens_of(anonymous, "ada@example.com")
    after = time.time()
    access, refresh = claims_of(tokens["access_token"]), claims_of(tokens["refresh_token"])
    for claims, lifetime in ((access, 15 * 60), (refresh, 14 * 24 * 3600)):
        required = {"iss", "aud", "sub", "jti", "iat", "exp", "token_type"}
        assert required <= claims.keys()
        assert claims["sub"] == user["id"]
        assert str(UUID(claims["jti"])) == claims["jti"]
        assert claims["exp"] - claims["iat"] == lifetime
        assert before <= claims["iat"] <= after
    assert (access["token_type"], refresh["token_type"]) == ("access", "refresh")
    assert access["jti"] != refresh["jti"]


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
    varying = {"x-request-id", "date"}
    assert (wrong.headers.keys() - varying) == (unknown.headers.keys() - varying)


def test_an_inactive_user_cannot_sign_in(
    anonymous: httpx2.Client, alter_user: Callable[..., None]
) -> None:
    tokens = join(anonymous, "ada@example.com")
    alter_user("ada@example.com", is_active=False)
    assert (
        sign_in(anonymous, "ada@example.com").json() == sign_in(anonymous, "bob@example.com").json()
    )
    assert_problem(anonymous.get(ME, headers=bearer(tokens["access_token"])), 401)
    body = {"refresh_token": tokens["refresh_token"]}
    assert_problem(anonymous.post("/api/v1/auth/refresh", json=body), 401)


def test_the_form_needs_username_and_password(anonymous: httpx2.Client) -> None:
    assert_problem(anonymous.post(TOKEN, data={"username": "ada@example.com"}), 422, "#/password")
    assert_problem(anonymous.post(TOKEN, data={"password": PASSPHRASE}), 422, "#/username")


def test_a_username_can_have_254_characters(anonymous: httpx2.Client) -> None:
    assert_problem(sign_in(anonymous, "a" * 254), 401)
    assert_problem(sign_in(anonymous, "a" * 255), 422, "#/username")


def test_signing_in_with_json_instead_of_a_form_is_415(anonymous: httpx2.Client) -> None:
    body = {"username": "ada@example.com", "password": PASSPHRASE}
    assert_problem(anonymous.post(TOKEN, json=body), 415)
