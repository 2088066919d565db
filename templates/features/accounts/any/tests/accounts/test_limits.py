"""Rate limits: both password guessing and mass registration are slowed down."""

import httpx2

from tests.support.clients import PASSPHRASE, bearer, join, register, sign_in
from tests.support.problem import assert_problem

WRONG = "not it"


def assert_rate_limited(response: httpx2.Response) -> None:
    """Check that the response is a 429 with Retry-After in whole seconds."""
    assert_problem(response, 429)
    assert 1 <= int(response.headers["Retry-After"]) <= 60


def fail(client: httpx2.Client, email: str, times: int) -> list[int]:
    """Sign in with a wrong password a number of times, and return the status codes."""
    return [sign_in(client, email, WRONG).status_code for _ in range(times)]


def test_three_failures_do_not_block(anonymous: httpx2.Client) -> None:
    register(anonymous, "ada@example.com")
    assert fail(anonymous, "ada@example.com", 3) == [401] * 3
    assert sign_in(anonymous, "ada@example.com").status_code == 200


def test_many_failures_block_even_the_right_password(anonymous: httpx2.Client) -> None:
    register(anonymous, "ada@example.com")
    statuses = fail(anonymous, "ada@example.com", 9)
    assert statuses == sorted(statuses)
    assert set(statuses) == {401, 429}
    assert_rate_limited(sign_in(anonymous, "ada@example.com"))


def test_an_unknown_email_is_blocked_like_a_known_one(anonymous: httpx2.Client) -> None:
    register(anonymous, "ada@example.com")
    known, unknown = fail(anonymous, "ada@example.com", 9), fail(anonymous, "bob@example.com", 9)
    assert known == unknown


def test_a_block_does_not_affect_other_users_and_requests(anonymous: httpx2.Client) -> None:
    token = join(anonymous, "ada@example.com")["access_token"]
    register(anonymous, "bob@example.com")
    assert fail(anonymous, "ada@example.com", 9)[-1] == 429
    assert sign_in(anonymous, "bob@example.com").status_code == 200
    assert register(anonymous, "eve@example.com").status_code == 201
    assert anonymous.get("/api/v1/users/me", headers=bearer(token)).status_code == 200


def test_guesses_at_many_accounts_are_limited(anonymous: httpx2.Client) -> None:
    register(anonymous, "ada@example.com")
    statuses = [fail(anonymous, f"user{number}@example.com", 1)[0] for number in range(40)]
    assert statuses == [401] * 20 + [429] * 20
    # The limit holds for the client's own account too.
    assert_rate_limited(sign_in(anonymous, "ada@example.com"))
    assert anonymous.get("/health/live").status_code == 200


def test_a_sign_in_does_not_reset_the_failures_at_other_accounts(anonymous: httpx2.Client) -> None:
    register(anonymous, "ada@example.com")
    statuses = []
    for number in range(21):
        statuses += fail(anonymous, f"user{number}@example.com", 1)
        sign_in(anonymous, "ada@example.com")
    assert statuses[-1] == 429


def test_another_spelling_does_not_bypass_the_block(anonymous: httpx2.Client) -> None:
    register(anonymous, "ada@example.com")
    spellings = ["ada@example.com", "ADA@example.com", "Ada@Example.com"] * 3
    assert [sign_in(anonymous, email, WRONG).status_code for email in spellings][-1] == 429


def test_a_forwarded_address_does_not_bypass_the_block(anonymous: httpx2.Client) -> None:
    form = {"username": "ada@example.com", "password": WRONG}
    statuses = [
        anonymous.post(
            "/api/v1/auth/token",
            data=form,
            headers={"X-Forwarded-For": f"203.0.113.{number}", "X-Real-IP": f"203.0.113.{number}"},
        ).status_code
        for number in range(9)
    ]
    assert statuses[-1] == 429


def test_successful_sign_ins_are_never_blocked(anonymous: httpx2.Client) -> None:
    register(anonymous, "ada@example.com")
    assert [sign_in(anonymous, "ada@example.com").status_code for _ in range(11)] == [200] * 11


def test_an_address_can_register_ten_times_per_minute(anonymous: httpx2.Client) -> None:
    statuses = [
        register(anonymous, f"user{number}@example.com").status_code for number in range(10)
    ]
    assert statuses == [201] * 10
    assert_rate_limited(register(anonymous, "eleventh@example.com"))
    forwarded = anonymous.post(
        "/api/v1/auth/register",
        json={"email": "twelfth@example.com", "password": PASSPHRASE},
        headers={"X-Forwarded-For": "203.0.113.7"},
    )
    assert_rate_limited(forwarded)
    assert sign_in(anonymous, "user0@example.com").status_code == 200


def test_a_refused_registration_counts_as_an_attempt(anonymous: httpx2.Client) -> None:
    register(anonymous, "ada@example.com")
    taken = [register(anonymous, "ada@example.com").status_code for _ in range(9)]
    assert taken == [409] * 9
    assert_rate_limited(register(anonymous, "bob@example.com"))
