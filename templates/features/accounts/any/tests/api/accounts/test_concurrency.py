"""Ten requests at once: one of them wins, and none of them breaks."""

from concurrent.futures import ThreadPoolExecutor

import httpx2

from tests.api.accounts.user_client import join, refresh, register
from tests.api.problem import assert_problem


def test_ten_equal_registrations_make_one_user(anonymous: httpx2.Client) -> None:
    with ThreadPoolExecutor(10) as pool:
        emails = ["ada@example.com", "Ada@Example.com"] * 5
        answers = list(pool.map(lambda email: register(anonymous, email), emails))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 9
    for answer in answers:
        if answer.status_code == 409:
            assert_problem(answer, 409)


def test_a_refresh_token_is_spent_once_by_ten_at_once(anonymous: httpx2.Client) -> None:
    token = join(anonymous, "ada@example.com")["refresh_token"]
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: refresh(anonymous, token), range(10)))
    assert sorted(answer.status_code for answer in answers) == [200] + [401] * 9
    won = next(answer for answer in answers if answer.status_code == 200)
    assert_problem(refresh(anonymous, won.json()["refresh_token"]), 401)


def test_ten_changes_of_a_name_leave_one_of_them(owner: httpx2.Client) -> None:
    wanted = [f"Name {number}" for number in range(10)]
    me = "/api/v1/users/me"
    with ThreadPoolExecutor(10) as pool:
        patched = pool.map(lambda name: owner.patch(me, json={"full_name": name}), wanted)
        assert [answer.status_code for answer in patched] == [200] * 10
    assert owner.get(me).json()["full_name"] in wanted
