"""Error responses that are the same in all domains."""

import httpx2
import pytest

from tests.support.problem import assert_problem


@pytest.mark.parametrize(
    "path",
    ["/api", "/api/", "/api/nope", "/api/v1", "/api/v1/nope", "/api/v2/products", "/health/live/"],
)
def test_an_unknown_path_is_404(anonymous: httpx2.Client, path: str) -> None:
    assert_problem(anonymous.get(path), 404)


def test_an_unknown_path_is_404_for_every_method(anonymous: httpx2.Client) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert_problem(anonymous.request(method, "/api/v1/nope"), 404)


def test_a_host_that_is_not_allowed_is_400(anonymous: httpx2.Client) -> None:
    for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "a b", "@", "[::"):
        assert_problem(anonymous.get("/api/v1/nope", headers={"Host": host}), 400)


def test_a_forwarded_host_is_ignored(anonymous: httpx2.Client) -> None:
    response = anonymous.get("/health/live", headers={"X-Forwarded-Host": "evil.example"})
    assert response.status_code == 200


def test_head_responds_like_get_without_a_body(anonymous: httpx2.Client) -> None:
    for path in ("/health/live", "/health/ready", "/api/openapi.json"):
        got, head = anonymous.get(path), anonymous.head(path)
        assert (head.status_code, head.content) == (got.status_code, b"")
        assert head.headers["Content-Type"] == got.headers["Content-Type"]


def test_options_is_refused_or_empty(anonymous: httpx2.Client) -> None:
    for path in ("/health/live", "/api/openapi.json"):
        assert anonymous.options(path).status_code in {204, 405}


def test_no_other_origin_is_allowed_by_default(anonymous: httpx2.Client) -> None:
    origin = {"Origin": "https://elsewhere.example"}
    simple = anonymous.get("/health/live", headers=origin)
    preflight = anonymous.options(
        "/health/live", headers=origin | {"Access-Control-Request-Method": "GET"}
    )
    assert not [name for name in simple.headers if name.startswith("access-control")]
    assert not [name for name in preflight.headers if name.startswith("access-control")]
    assert preflight.status_code in {204, 400, 405}
