"""Changing the password, which ends every session of the user."""

from concurrent.futures import ThreadPoolExecutor

import httpx2

from tests.support.clients import PASSPHRASE, bearer, join, refresh, sign_in, tokens_of
from tests.support.problem import assert_problem

NEW = "velvet anchor 77"
ME = "/api/v1/users/me"


def change(client: httpx2.Client, token: str, current: str, new: str) -> httpx2.Response:
    """Request a change of the password."""
    body = {"current_password": current, "new_password": new}
    return client.post(f"{ME}/password", json=body, headers=bearer(token))


def test_a_new_password_replaces_the_old_one(anonymous: httpx2.Client) -> None:
    token = join(anonymous, "ada@example.com")["access_token"]
    response = change(anonymous, token, PASSPHRASE, NEW)
    assert (response.status_code, response.content) == (204, b"")
    assert_problem(sign_in(anonymous, "ada@example.com", PASSPHRASE), 401)
    fresh = sign_in(anonymous, "ada@example.com", NEW).json()
    assert anonymous.get(ME, headers=bearer(fresh["access_token"])).status_code == 200


def test_a_new_password_ends_every_session(anonymous: httpx2.Client) -> None:
    phone = join(anonymous, "ada@example.com")
    laptop = tokens_of(anonymous, "ada@example.com")
    assert change(anonymous, phone["access_token"], PASSPHRASE, NEW).status_code == 204
    for tokens in (phone, laptop):
        assert_problem(anonymous.get(ME, headers=bearer(tokens["access_token"])), 401)
        assert_problem(refresh(anonymous, tokens["refresh_token"]), 401)


def test_a_new_password_ends_no_session_of_another_user(
    anonymous: httpx2.Client, other_user: httpx2.Client
) -> None:
    token = join(anonymous, "ada@example.com")["access_token"]
    assert change(anonymous, token, PASSPHRASE, NEW).status_code == 204
    assert other_user.get(ME).status_code == 200


def test_a_wrong_current_password_changes_nothing(anonymous: httpx2.Client) -> None:
    token = join(anonymous, "ada@example.com")["access_token"]
    assert_problem(change(anonymous, token, "not it", NEW), 422, "#/current_password")
    assert sign_in(anonymous, "ada@example.com", PASSPHRASE).status_code == 200
    assert anonymous.get(ME, headers=bearer(token)).status_code == 200


def test_guessing_the_current_password_is_rate_limited(anonymous: httpx2.Client) -> None:
    token = join(anonymous, "ada@example.com")["access_token"]
    other = join(anonymous, "bob@example.com")["access_token"]
    statuses = [change(anonymous, token, f"guess {each}", NEW).status_code for each in range(9)]
    assert statuses == sorted(statuses)
    assert set(statuses) == {422, 429}
    blocked = change(anonymous, token, PASSPHRASE, NEW)
    assert_problem(blocked, 429)
    assert 1 <= int(blocked.headers["Retry-After"]) <= 60
    assert change(anonymous, other, PASSPHRASE, NEW).status_code == 204


def test_one_of_three_concurrent_changes_succeeds(anonymous: httpx2.Client) -> None:
    token = join(anonymous, "ada@example.com")["access_token"]
    wanted = [f"{NEW} {number}" for number in range(3)]
    with ThreadPoolExecutor(3) as pool:
        statuses = pool.map(
            lambda new: change(anonymous, token, PASSPHRASE, new).status_code, wanted
        )
        assert sorted(statuses) == [204, 401, 401]
    sign_ins = [sign_in(anonymous, "ada@example.com", new).status_code for new in wanted]
    assert sorted(sign_ins) == [200, 401, 401]


def test_a_weak_new_password_changes_nothing(anonymous: httpx2.Client) -> None:
    token = join(anonymous, "ada@example.com")["access_token"]
    long, similar = "x9" * 64 + "z", "ada@example.net"
    for weak in ("", "sevenxx", "password", long, "tangerine\0lamp", "98989898", similar):
        assert_problem(change(anonymous, token, PASSPHRASE, weak), 422, "#/new_password")
    assert anonymous.get(ME, headers=bearer(token)).status_code == 200


def test_both_passwords_are_required(owner: httpx2.Client) -> None:
    response = owner.post(f"{ME}/password", json={})
    assert_problem(response, 422, "#/current_password", "#/new_password")
