"""A response to an invalid body is small, however large the body is."""

import json

import httpx2

from tests.support.problem import assert_problem

MAX_ERRORS = 20
MAX_BYTES = 10_000
BODY_BYTES = 1_000_000


def test_at_most_20_errors_are_listed(anonymous: httpx2.Client, json_endpoint: str) -> None:
    unknown = dict.fromkeys((f"{number:x<1000}" for number in range(BODY_BYTES // 1010)), 1)
    response = anonymous.post(json_endpoint, json=unknown)
    assert_problem(response, 422)
    assert len(response.json()["errors"]) == MAX_ERRORS
    assert len(response.content) < MAX_BYTES


def test_a_long_name_is_not_repeated(anonymous: httpx2.Client, json_endpoint: str) -> None:
    body = json.dumps({str(number) * (BODY_BYTES // 10): 1 for number in range(10)})
    response = anonymous.post(
        json_endpoint, content=body, headers={"Content-Type": "application/json"}
    )
    assert_problem(response, 422)
    assert len(response.content) < MAX_BYTES
