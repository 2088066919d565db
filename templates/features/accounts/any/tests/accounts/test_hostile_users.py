"""Hostile input to the account endpoints gets a 4xx response, never a 500."""

import base64
import json

import httpx2
import pytest

from tests.accounts.user_client import PASSPHRASE, bearer, join, sign_in
from tests.support.problem import assert_problem

JSON = {"Content-Type": "application/json"}
ME = "/api/v1/users/me"
REGISTER = "/api/v1/auth/register"


def encoded(part: dict[str, str]) -> str:
    """Encode one part of a JWT."""
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


@pytest.mark.parametrize("text", [r"a\u0000b", r"\ud800", r"\udfff\ud800"])
@pytest.mark.parametrize("field", ["email", "password", "full_name"])
def test_text_that_cannot_be_stored_is_422(anonymous: httpx2.Client, field: str, text: str) -> None:
    fields = {"email": "ada@example.com", "password": PASSPHRASE, "full_name": "Ada"}
    marked = json.dumps(fields | {field: "MARK"})
    body = marked.replace("MARK", f"tangerine{text}@example.com")
    assert_problem(anonymous.post(REGISTER, content=body, headers=JSON), 422, f"#/{field}")


def test_any_bytes_in_a_form_are_handled(anonymous: httpx2.Client) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    for value in (b"%00", b"a%00b", b"%ED%A0%80", b"%FF", b"%", b"x" * 9000, b"%F0%9F%8D%B5"):
        body = b"username=" + value + b"&password=" + value
        response = anonymous.post("/api/v1/auth/token", content=body, headers=form)
        assert response.status_code in {400, 401, 422}, value
        assert_problem(response, response.status_code)


def test_any_text_as_refresh_token_is_handled(anonymous: httpx2.Client) -> None:
    for text in (r"\u0000", r"\ud800", r"a.\ud800.c"):
        body = f'{{"refresh_token": "{text}"}}'
        for path in ("/api/v1/auth/refresh", "/api/v1/auth/logout"):
            response = anonymous.post(path, content=body, headers=JSON)
            assert response.status_code in {204, 401, 422}, (path, text)


def test_deep_nesting_is_refused(anonymous: httpx2.Client) -> None:
    for depth in (100, 10_000, 100_000):
        body = b'{"email": ' + b"[" * depth + b"]" * depth + b"}"
        response = anonymous.post(REGISTER, content=body, headers=JSON)
        assert response.status_code in {400, 422}
        assert_problem(response, response.status_code)


def test_a_garbage_token_is_401(anonymous: httpx2.Client) -> None:
    garbage = ["x", "a.b.c", "..", "null", "a b", "x" * 4000, f"{encoded({'alg': 'HS256'})}.."]
    for token in garbage:
        response = anonymous.get(ME, headers={"Authorization": f"Bearer {token}"})
        assert_problem(response, 401)
        assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_with_other_than_ascii_is_401(anonymous: httpx2.Client) -> None:
    for raw in (b"Bearer \xe9\xe9", b"Bearer \xff.\xfe.\xfd", "Bearer 🍵".encode()):
        assert_problem(anonymous.get(ME, headers={b"Authorization": raw}), 401)


def test_another_authorization_scheme_is_401(anonymous: httpx2.Client) -> None:
    for value in ("Basic b3duZXI6eA==", "Bearer", "Token abc", "bearer", ","):
        assert_problem(anonymous.get(ME, headers={"Authorization": value}), 401)


def test_an_altered_token_is_401(anonymous: httpx2.Client) -> None:
    token = join(anonymous, "ada@example.com")["access_token"]
    head, payload, signature = token.split(".")
    unsigned = encoded({"alg": "none", "typ": "JWT"})
    other = "A" if signature[0] != "A" else "B"
    for altered in (
        f"{unsigned}.{payload}.",
        f"{unsigned}.{payload}.{signature}",
        f"{head}.{payload}.",
        f"{head}.{payload}.{other}{signature[1:]}",
        f"{head}.{encoded({'sub': 'root'})}.{signature}",
        f"{encoded({'alg': 'HS512', 'typ': 'JWT'})}.{payload}.{signature}",
    ):
        assert_problem(anonymous.get(ME, headers=bearer(altered)), 401)
    assert anonymous.get(ME, headers=bearer(token)).status_code == 200


def test_markup_and_sql_are_stored_as_text(anonymous: httpx2.Client, owner: httpx2.Client) -> None:
    for name in ("{{ 7*7 }}", "<script>alert(1)</script>", "'; DROP TABLE accounts_user; --"):
        assert owner.patch(ME, json={"full_name": name}).json()["full_name"] == name
    assert sign_in(anonymous, "' OR 1=1 --", "x").status_code in {401, 422}
