"""The account of the current user."""

import httpx2

from tests.support.clients import bearer, register, tokens_of
from tests.support.problem import assert_problem

ME = "/api/v1/users/me"


def test_a_user_can_read_their_account(owner: httpx2.Client) -> None:
    response = owner.get(ME)
    assert response.status_code == 200
    user = response.json()
    assert user.keys() == {"id", "email", "full_name", "created_at"}
    assert (user["email"], user["full_name"]) == ("owner@example.com", "")
    assert user["created_at"].endswith("Z")


def test_registering_and_reading_return_the_same_user(anonymous: httpx2.Client) -> None:
    registered = register(anonymous, "ada@example.com").json()
    token = tokens_of(anonymous, "ada@example.com")["access_token"]
    assert anonymous.get(ME, headers=bearer(token)).json() == registered


def test_a_user_can_change_their_name(owner: httpx2.Client) -> None:
    before = owner.get(ME).json()
    response = owner.patch(ME, json={"full_name": "Grâce Höpper"})
    assert response.status_code == 200
    assert response.json() == before | {"full_name": "Grâce Höpper"}
    assert owner.get(ME).json() == response.json()


def test_an_empty_change_changes_nothing(owner: httpx2.Client) -> None:
    owner.patch(ME, json={"full_name": "Grace"})
    before = owner.get(ME).json()
    response = owner.patch(ME, json={})
    assert (response.status_code, response.json()) == (200, before)


def test_a_name_is_text_of_at_most_150_characters(owner: httpx2.Client) -> None:
    assert owner.patch(ME, json={"full_name": "x" * 150}).status_code == 200
    for wrong in ("x" * 151, 7, ["x"], {"x": 1}, True, "a\0b"):
        assert_problem(owner.patch(ME, json={"full_name": wrong}), 422, "#/full_name")
    assert owner.get(ME).json()["full_name"] == "x" * 150


def test_other_fields_cannot_be_changed(owner: httpx2.Client) -> None:
    before = owner.get(ME).json()
    for field in ("email", "is_superuser", "is_staff", "is_active", "password", "id"):
        assert_problem(owner.patch(ME, json={field: "x"}), 422, f"#/{field}")
    assert owner.get(ME).json() == before


def test_a_request_without_a_token_is_401(anonymous: httpx2.Client) -> None:
    for response in (
        anonymous.get(ME),
        anonymous.patch(ME, json={"full_name": "x"}),
        anonymous.post(f"{ME}/password", json={"current_password": "a", "new_password": "b"}),
    ):
        assert_problem(response, 401)
        assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_wrong_method_is_405_for_a_signed_in_user(owner: httpx2.Client) -> None:
    for method, path, allowed in (
        ("DELETE", ME, {"GET", "PATCH"}),
        ("POST", ME, {"GET", "PATCH"}),
        ("GET", f"{ME}/password", {"POST"}),
        ("GET", "/api/v1/auth/register", {"POST"}),
        ("PUT", "/api/v1/auth/token", {"POST"}),
    ):
        response = owner.request(method, path)
        assert_problem(response, 405)
        listed = {name.strip() for name in response.headers["Allow"].split(",")}
        assert allowed <= listed
        assert method not in listed


def test_a_trailing_slash_is_another_path(owner: httpx2.Client) -> None:
    assert_problem(owner.get(f"{ME}/"), 404)
    assert_problem(owner.post("/api/v1/auth/register/", json={}), 404)


def test_head_and_options(owner: httpx2.Client) -> None:
    head = owner.head(ME)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Type"] == owner.get(ME).headers["Content-Type"]
    assert owner.options(ME).status_code in {204, 405}
