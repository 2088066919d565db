"""One process serves both sides, and each path is routed to the correct side."""

import re

import httpx2
import pytest

PROBLEM = "application/problem+json"


def test_the_admin_site_serves_its_static_files(anonymous: httpx2.Client) -> None:
    page = anonymous.get("/admin/login/")
    assert page.status_code == 200
    files = re.findall(r'(?:rel="stylesheet" href|script src)="([^"]+)"', page.text)
    assert any(path.endswith(".css") for path in files)
    assert {anonymous.get(path).status_code for path in files} == {200}


@pytest.mark.parametrize(
    ("method", "path", "status", "media_type"),
    [
        ("GET", "/api/nope", 404, PROBLEM),
        ("POST", "/api/v1/nope", 404, PROBLEM),
        ("POST", "/health/live", 405, PROBLEM),
        ("GET", "/health/live", 200, "application/json"),
        ("GET", "/admin/login/", 200, "text/html; charset=utf-8"),
    ],
)
def test_each_path_is_routed_to_its_side(
    anonymous: httpx2.Client, method: str, path: str, status: int, media_type: str
) -> None:
    response = anonymous.request(method, path, headers={"X-Request-ID": "from-the-test"})
    assert (response.status_code, response.headers["Content-Type"]) == (status, media_type)
    assert response.headers["X-Request-ID"] == "from-the-test"
    assert response.headers["X-Frame-Options"] == "DENY"
