"""Every response: its headers, and its form if it is an error; the health checks."""

import httpx2
import pytest

from tests.support.problem import assert_problem


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/health/live", 200),
        ("HEAD", "/health/live", 200),
        ("PUT", "/health/live", 405),
        ("GET", "/api/docs", 200),
        ("GET", "/api/openapi.json", 200),
        ("POST", "/api/v1/nope", 404),
        ("GET", "/nope", 404),
    ],
)
def test_every_response_has_the_security_headers_and_an_id(
    anonymous: httpx2.Client, method: str, path: str, status: int
) -> None:
    response = anonymous.request(method, path)
    assert response.status_code == status
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["Referrer-Policy"]
    assert "default-src" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Request-ID"]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["/api", "/api/v1/nope", "/health/live/"])
def test_an_unknown_path_is_404(anonymous: httpx2.Client, method: str, path: str) -> None:
    assert_problem(anonymous.request(method, path), 404)


def test_a_host_that_is_not_allowed_is_400(anonymous: httpx2.Client) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example"):
        assert_problem(anonymous.get("/api/v1/nope", headers={"Host": host}), 400)


@pytest.mark.parametrize("kind", ["live", "ready"])
def test_a_server_with_a_database_is_live_and_ready(anonymous: httpx2.Client, kind: str) -> None:
    response = anonymous.get(f"/health/{kind}", headers={"Host": "10.0.0.7"})
    assert (response.status_code, response.json()["status"]) == (200, "ok")
