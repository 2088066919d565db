"""Registration: accepted and rejected input."""

import re
from uuid import UUID

import httpx2
import pytest

from tests.support.clients import PASSPHRASE, register
from tests.support.problem import assert_problem

REGISTER = "/api/v1/auth/register"
UTC_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")


def test_anyone_may_register(anonymous: httpx2.Client) -> None:
    body = {"email": "Ada@Example.com", "password": PASSPHRASE, "full_name": "Ada Løvelace 李"}
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


def test_an_email_is_taken_once_whatever_its_case(anonymous: httpx2.Client) -> None:
    assert register(anonymous, "ada@example.com").status_code == 201
    assert_problem(register(anonymous, "ADA@Example.COM"), 409)


@pytest.mark.parametrize("password", ["sevenxx", "x9" * 64 + "z", "12345678", "ADA.Lovelace1"])
def test_a_weak_password_is_refused(anonymous: httpx2.Client, password: str) -> None:
    response = register(anonymous, "ada.lovelace@example.com", password)
    assert_problem(response, 422, "#/password")
    assert password not in response.text
    assert register(anonymous, "ada.lovelace@example.com").status_code == 201


def test_every_invalid_field_is_listed(anonymous: httpx2.Client) -> None:
    body = {"email": "ada", "password": 12345678, "full_name": "x" * 151, "colour": "green"}
    pointers = "#/email", "#/password", "#/full_name", "#/colour"
    assert_problem(anonymous.post(REGISTER, json=body), 422, *pointers)


def test_fields_that_grant_permissions_are_refused(anonymous: httpx2.Client) -> None:
    body = {"email": "ada@example.com", "password": PASSPHRASE}
    for field in ("is_superuser", "is_staff", "is_active", "id", "created_at"):
        assert_problem(anonymous.post(REGISTER, json=body | {field: True}), 422, f"#/{field}")
