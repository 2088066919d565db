"""CORS: the origins, methods and headers that a page of another origin may use."""

from collections.abc import Iterator

import httpx2
import pytest

from backend.settings import Settings
from tests.support.command import serving, wait_until_ready
from tests.support.problem import assert_problem

ORIGIN = "https://shop.example.com"
PREFLIGHT = {
    "Origin": ORIGIN,
    "Access-Control-Request-Method": "PUT",
    "Access-Control-Request-Headers": (
        "authorization, content-type, x-request-id, x-requested-with, idempotency-key"
    ),
}


@pytest.fixture(scope="module")
def client(base_url: str, settings: Settings) -> Iterator[httpx2.Client]:
    """Yield a client of a server that allows one other origin."""
    assert base_url  # the database exists
    with serving(settings, CORS_ORIGINS=ORIGIN) as (_, port):
        wait_until_ready(port)
        url = f"http://127.0.0.1:{port}"
        with httpx2.Client(base_url=url, timeout=10, trust_env=False) as client:
            yield client


def test_an_allowed_preflight_request_gets_the_methods(client: httpx2.Client) -> None:
    response = client.options("/api/v1/any", headers=PREFLIGHT)
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == ORIGIN
    methods = response.headers["Access-Control-Allow-Methods"]
    assert methods.split(", ") == ["GET", "POST", "PUT", "PATCH", "DELETE"]
    names = response.headers["Access-Control-Allow-Headers"].lower().split(", ")
    assert {*PREFLIGHT["Access-Control-Request-Headers"].split(", ")} == {*names}


@pytest.mark.parametrize(
    ("name", "value", "detail"),
    [
        ("Origin", "https://evil.example.com", "Disallowed CORS origin"),
        ("Origin", "https://[evil", "Disallowed CORS origin"),
        ("Access-Control-Request-Method", "TRACE", "Disallowed CORS method"),
        ("Access-Control-Request-Headers", "x-other", "Disallowed CORS headers"),
    ],
)
def test_a_refused_preflight_request_is_a_problem(
    client: httpx2.Client, name: str, value: str, detail: str
) -> None:
    response = client.options("/api/v1/any", headers=PREFLIGHT | {name: value})
    assert_problem(response, 400)
    assert response.json()["detail"] == detail
    assert "origin" in response.headers["Vary"].lower()
    allowed_origin = response.headers.get("Access-Control-Allow-Origin")
    assert allowed_origin == (None if name == "Origin" else ORIGIN)


def test_only_a_listed_origin_may_read_responses(client: httpx2.Client) -> None:
    listed = client.get("/api/v1/any", headers={"Origin": ORIGIN})
    other = client.get("/api/v1/any", headers={"Origin": "https://evil.example.com"})
    assert listed.headers["Access-Control-Allow-Origin"] == ORIGIN
    assert listed.headers["Access-Control-Expose-Headers"] == "Location, Retry-After, X-Request-ID"
    assert "Access-Control-Allow-Origin" not in other.headers


def test_a_request_without_origin_is_no_preflight_request(client: httpx2.Client) -> None:
    response = client.options("/health/live", headers={"Access-Control-Request-Method": "GET"})
    assert_problem(response, 405)
