"""The liveness and readiness probes."""

import httpx2

from tests.support.problem import assert_problem


def test_alive(anonymous: httpx2.Client) -> None:
    response = anonymous.get("/health/live")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready_after_a_database_query(anonymous: httpx2.Client) -> None:
    response = anonymous.get("/health/ready")
    assert (response.status_code, response.json()["status"]) == (200, "ok")


def test_health_checks_have_no_prefix(anonymous: httpx2.Client) -> None:
    assert_problem(anonymous.get("/api/v1/health/live"), 404)


def test_health_checks_accept_no_other_method(anonymous: httpx2.Client) -> None:
    response = anonymous.post("/health/live")
    assert_problem(response, 405)
    assert "GET" in response.headers["Allow"]
    assert "POST" not in response.headers["Allow"]
