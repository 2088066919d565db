"""One process serves both sides, and each path is routed to the correct side."""

import re
import subprocess
import sys
import threading
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from backend.config.combined import Hybrid
from backend.settings import ROOT, Settings

PROBLEM = "application/problem+json"


def test_the_admin_site_serves_its_static_files(visitor: httpx2.Client) -> None:
    page = visitor.get("/admin/login/")
    assert page.status_code == 200
    stylesheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.text)
    scripts = re.findall(r'<script src="([^"]+)"', page.text)
    assert stylesheets
    for path in [*stylesheets, *scripts]:
        assert visitor.get(path).status_code == 200, path
    assert visitor.get(stylesheets[0]).headers["Content-Type"].startswith("text/css")


@pytest.mark.parametrize("path", ["/api/nope", "/api", "/api/v1/nope", "/health/nope"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_api_path_returns_problem_json(
    visitor: httpx2.Client, method: str, path: str
) -> None:
    response = visitor.request(method, path)
    assert (response.status_code, response.headers["Content-Type"]) == (404, PROBLEM)


def test_a_known_path_with_a_wrong_method_is_405(visitor: httpx2.Client) -> None:
    response = visitor.post("/health/live")
    assert (response.status_code, response.headers["Content-Type"]) == (405, PROBLEM)
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize("path", ["/health/live", "/admin/login/"])
def test_both_sides_send_the_request_id_and_security_headers(
    visitor: httpx2.Client, path: str
) -> None:
    response = visitor.get(path, headers={"X-Request-ID": "from-the-test"})
    assert response.headers["X-Request-ID"] == "from-the-test"
    assert response.headers["X-Frame-Options"] == "DENY"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/admin/", "/api/v1/nope", "/"])
def test_a_websocket_is_closed_without_an_error(settings: Settings, path: str) -> None:
    client = TestClient(Hybrid(settings))
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(path):
        pass


def test_shutdown_releases_the_resources_of_both_sides(settings: Settings) -> None:
    before = set(threading.enumerate())
    hybrid = Hybrid(settings)
    with TestClient(hybrid, base_url="http://localhost") as client:
        assert client.get("/health/ready").status_code == 200
        assert client.get("/admin/login/").status_code == 200
        pool = hybrid.api.state.database.engine.pool
        assert pool.checkedin() == 1
    assert [each for each in set(threading.enumerate()) - before if "django" in each.name] == []
    assert hybrid.api.state.database.engine.pool is not pool  # the old pool was disposed


def test_serve_with_an_unknown_side_is_an_error() -> None:
    just = str(Path(sys.executable).parent / "just")
    completed = subprocess.run(  # noqa: S603
        [just, "serve", "nonsense"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert completed.returncode == 1
    message = "error: choose api or admin, or omit the name to serve both\n"
    assert completed.stderr.startswith(message)
