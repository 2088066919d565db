"""The account of the current user: its name and its password."""

import httpx2

from tests.support.clients import PASSPHRASE, bearer, join, refresh, sign_in, tokens_of
from tests.support.problem import assert_problem

ME = "/api/v1/users/me"
NEW = "velvet anchor 77"


def change(client: httpx2.Client, token: str, current: str, new: str) -> httpx2.Response:
    """Request a change of the password."""
    body = {"current_password": current, "new_password": new}
    return client.post(f"{ME}/password", json=body, headers=bearer(token))


def test_a_user_can_read_and_change_their_account(owner: httpx2.Client) -> None:
    user = owner.get(ME).json()
    assert user.keys() == {"id", "email", "full_name", "created_at"}
    assert (user["email"], user["full_name"]) == ("owner@example.com", "")
    response = owner.patch(ME, json={"full_name": "Grâce Höpper"})
    assert response.status_code == 200
    assert response.json() == owner.get(ME).json() == user | {"full_name": "Grâce Höpper"}


def test_other_fields_and_invalid_names_are_refused(owner: httpx2.Client) -> None:
    before = owner.get(ME).json()
    for field in ("email", "is_superuser", "is_staff", "is_active", "password", "id"):
        assert_problem(owner.patch(ME, json={field: "x"}), 422, f"#/{field}")
    for wrong in ("x" * 151, 7):
        assert_problem(owner.patch(ME, json={"full_name": wrong}), 422, "#/full_name")
    assert owner.get(ME).json() == before


def test_a_request_without_a_token_is_401(anonymous: httpx2.Client) -> None:
    for response in (
        anonymous.get(ME),
        anonymous.patch(ME, json={"full_name": "x"}),
        anonymous.post(f"{ME}/password", json={"current_password": "a", "new_password": "b"}),
    ):
        assert_problem(response, 401)
        assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_new_password_ends_every_session(anonymous: httpx2.Client) -> None:
    phone = join(anonymous, "ada@example.com")
    laptop = tokens_of(anonymous, "ada@example.com")
    response = change(anonymous, phone["access_token"], PASSPHRASE, NEW)
    assert (response.status_code, response.content) == (204, b"")
    for tokens in (phone, laptop):
        assert_problem(anonymous.get(ME, headers=bearer(tokens["access_token"])), 401)
        assert_problem(refresh(anonymous, tokens["refresh_token"]), 401)
    assert_problem(sign_in(anonymous, "ada@example.com", PASSPHRASE), 401)
    fresh = sign_in(anonymous, "ada@example.com", NEW).json()
    assert anonymous.get(ME, headers=bearer(fresh["access_token"])).status_code == 200


def test_a_wrong_current_or_a_weak_new_password_changes_nothing(anonymous: httpx2.Client) -> None:
    token = join(anonymous, "ada@example.com")["access_token"]
    assert_problem(change(anonymous, token, "not it", NEW), 422, "#/current_password")
    assert_problem(change(anonymous, token, PASSPHRASE, "password"), 422, "#/new_password")
    assert sign_in(anonymous, "ada@example.com", PASSPHRASE).status_code == 200
    assert anonymous.get(ME, headers=bearer(token)).status_code == 200


def test_guessing_the_current_password_is_rate_limited(anonymous: httpx2.Client) -> None:
    token = join(anonymous, "ada@example.com")["access_token"]
    statuses = [change(anonymous, token, f"guess {each}", NEW).status_code for each in range(5)]
    assert statuses == [422] * 4 + [429]
    assert_problem(change(anonymous, token, PASSPHRASE, NEW), 429)
