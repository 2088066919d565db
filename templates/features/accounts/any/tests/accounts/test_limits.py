"""Rate limits: both password guessing and mass registration are slowed down."""

import httpx2

from tests.support.clients import bearer, join, register, sign_in
from tests.support.problem import assert_problem


def assert_rate_limited(response: httpx2.Response) -> None:
    """Check that the response is a 429 with Retry-After in whole seconds."""
    assert_problem(response, 429)
    assert 1 <= int(response.headers["Retry-After"]) <= 60


def fail(client: httpx2.Client, *emails: str) -> list[int]:
    """Sign in with a wrong password as each of these users, and return the status codes."""
    return [sign_in(client, email, "not it").status_code for email in emails]


def test_failures_block_an_account_even_with_the_right_password(anonymous: httpx2.Client) -> None:
    token = join(anonymous, "ada@example.com")["access_token"]
    register(anonymous, "bob@example.com")
    assert fail(anonymous, *["ada@example.com"] * 5) == [401] * 4 + [429]
    assert_rate_limited(sign_in(anonymous, "ada@example.com"))
    assert sign_in(anonymous, "bob@example.com").status_code == 200
    assert anonymous.get("/api/v1/users/me", headers=bearer(token)).status_code == 200


def test_guesses_at_many_accounts_are_limited(anonymous: httpx2.Client) -> None:
    register(anonymous, "ada@example.com")
    users = [f"user{number}@example.com" for number in range(21)]
    assert fail(anonymous, *users) == [401] * 20 + [429]
    # The limit holds for the client's own account too.
    assert_rate_limited(sign_in(anonymous, "ada@example.com"))


def test_an_address_can_register_ten_times_per_minute(anonymous: httpx2.Client) -> None:
    users = [f"user{number}@example.com" for number in range(10)]
    assert {register(anonymous, email).status_code for email in users} == {201}
    assert_rate_limited(register(anonymous, "eleventh@example.com"))
    assert sign_in(anonymous, "user0@example.com").status_code == 200
