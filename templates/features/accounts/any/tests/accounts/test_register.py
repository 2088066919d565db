"""Registration: accepted and rejected input."""

import re
from uuid import UUID

import httpx2
import pytest

from tests.support.clients import PASSPHRASE, register, sign_in
from tests.support.problem import assert_problem

REGISTER = "/api/v1/auth/register"
UTC_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def test_anyone_may_register(anonymous: httpx2.Client) -> None:
    body = {"email": "ada@example.com", "password": PASSPHRASE, "full_name": "Ada Løvelace 李"}
    response = anonymous.post(REGISTER, json=body)
    assert response.status_code == 201
    user = response.json()
    assert user == {
        "id": str(UUID(user["id"])),
        "email": "ada@example.com",
        "full_name": "Ada Løvelace 李",
        "created_at": user["created_at"],
    }
    assert UTC_TIME.fullmatch(user["created_at"])


def test_a_name_left_out_is_empty(anonymous: httpx2.Client) -> None:
    assert register(anonymous, "ada@example.com").json()["full_name"] == ""


def test_an_email_is_stored_in_lower_case(anonymous: httpx2.Client) -> None:
    assert register(anonymous, "Ada@Example.COM").json()["email"] == "ada@example.com"


def test_emails_are_compared_without_case(anonymous: httpx2.Client) -> None:
    assert register(anonymous, "ada@example.com").status_code == 201
    assert_problem(register(anonymous, "ada@example.com"), 409)
    assert_problem(register(anonymous, "ADA@Example.COM"), 409)


def test_a_refused_registration_stores_nothing(anonymous: httpx2.Client) -> None:
    assert_problem(register(anonymous, "ada@example.com", "short"), 422, "#/password")
    assert_problem(sign_in(anonymous, "ada@example.com", "short"), 401)
    assert register(anonymous, "ada@example.com").status_code == 201


@pytest.mark.parametrize(
    "password",
    [
        *("", "sevenxx", "x9" * 64 + "z", "password", "12345678", "PASSWORD", "zzzzzzzzzz"),
        # Django's rules: only digits, the last one of its list, like the e-mail address or name.
        *("98989898", "fallen_angel", "ada.lovelace", "ADA.Lovelace1", "Byron-King"),
    ],
)
def test_a_weak_password_is_refused(anonymous: httpx2.Client, password: str) -> None:
    body = {"email": "ada.lovelace@example.com", "password": password, "full_name": "Byron King"}
    assert_problem(anonymous.post(REGISTER, json=body), 422, "#/password")


def test_a_password_may_have_eight_to_128_characters(anonymous: httpx2.Client) -> None:
    for email, password in {"a@example.com": "tan gerü", "b@example.com": "x9" * 64}.items():
        assert register(anonymous, email, password).status_code == 201
        assert sign_in(anonymous, email, password).status_code == 200


@pytest.mark.parametrize(
    "email",
    [
        "",
        "ada",
        "ada@",
        "@example.com",
        "a b@example.com",
        "x" * 250 + "@example.com",
        "ada@localhost",
        "ada@[127.0.0.1]",
        "ada@ÜBER.example",
        "mi\N{KELVIN SIGN}e@example.com",
    ],
)
def test_an_invalid_email_is_refused(anonymous: httpx2.Client, email: str) -> None:
    assert_problem(register(anonymous, email), 422, "#/email")


def test_every_invalid_field_is_listed(anonymous: httpx2.Client) -> None:
    body = {"email": "ada", "password": 12345678, "full_name": "x" * 151, "is_superuser": True}
    pointers = "#/email", "#/password", "#/full_name", "#/is_superuser"
    assert_problem(anonymous.post(REGISTER, json=body), 422, *pointers)


def test_every_missing_field_is_listed(anonymous: httpx2.Client) -> None:
    assert_problem(anonymous.post(REGISTER, json={}), 422, "#/email", "#/password")


def test_null_is_refused(anonymous: httpx2.Client) -> None:
    body = {"email": None, "password": None}
    assert_problem(anonymous.post(REGISTER, json=body), 422, "#/email", "#/password")


def test_fields_that_grant_permissions_are_refused(anonymous: httpx2.Client) -> None:
    body = {"email": "ada@example.com", "password": PASSPHRASE}
    for field in ("is_superuser", "is_staff", "is_active", "id", "created_at"):
        assert_problem(anonymous.post(REGISTER, json=body | {field: True}), 422, f"#/{field}")


def test_the_response_never_shows_the_password(anonymous: httpx2.Client) -> None:
    taken = [register(anonymous, "ada@example.com"), register(anonymous, "ada@example.com")]
    refused = anonymous.post(REGISTER, json={"email": "no", "password": PASSPHRASE})
    assert [PASSPHRASE in response.text for response in (*taken, refused)] == [False] * 3
