"""Ten concurrent requests: one succeeds, and none causes a server error."""

from concurrent.futures import ThreadPoolExecutor

import httpx2

from tests.accounts.user_client import join, refresh, register
from tests.support.problem import assert_problem


def test_ten_equal_registrations_create_one_user(anonymous: httpx2.Client) -> None:
    with ThreadPoolExecutor(10) as pool:
        emails = ["ada@example.com", "Ada@Example.com"] * 5
        responses = list(pool.map(lambda email: register(anonymous, email), emails))
    assert sorted(response.status_code for response in responses) == [201] + [409] * 9
    for response in responses:
        if response.status_code == 409:
            assert_problem(response, 409)


def test_ten_concurrent_refreshes_spend_a_token_once(anonymous: httpx2.Client) -> None:
    token = join(anonymous, "ada@example.com")["refresh_token"]
    with ThreadPoolExecutor(10) as pool:
        responses = list(pool.map(lambda _: refresh(anonymous, token), range(10)))
    assert sorted(response.status_code for response in responses) == [200] + [401] * 9
    won = next(response for response in responses if response.status_code == 200)
    assert_problem(refresh(anonymous, won.json()["refresh_token"]), 401)


def test_ten_concurrent_changes_of_a_name_store_one_of_them(owner: httpx2.Client) -> None:
    wanted = [f"Name {number}" for number in range(10)]
    me = "/api/v1/users/me"
    with ThreadPoolExecutor(10) as pool:
        patched = pool.map(lambda name: owner.patch(me, json={"full_name": name}), wanted)
        assert [response.status_code for response in patched] == [200] * 10
    assert owner.get(me).json()["full_name"] in wanted
