"""One process serves both sides, and each path reaches the side that it belongs to."""

import re
import subprocess
import sys
import threading
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from backend.asgi import Hybrid
from backend.settings import ROOT, Settings

PROBLEM = "application/problem+json"


def test_the_admin_site_comes_with_its_styles(visitor: httpx2.Client) -> None:
    page = visitor.get("/admin/login/")
    assert page.status_code == 200
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.text)
    scripts = re.findall(r'<script src="([^"]+)"', page.text)
    assert sheets
    for path in [*sheets, *scripts]:
        assert visitor.get(path).status_code == 200, path
    assert visitor.get(sheets[0]).headers["Content-Type"].startswith("text/css")


@pytest.mark.parametrize("path", ["/api/nope", "/api", "/api/v1/nope", "/health/nope"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_path_of_the_api_is_a_problem(
    visitor: httpx2.Client, method: str, path: str
) -> None:
    answer = visitor.request(method, path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, PROBLEM)


def test_a_known_path_with_another_method_does_not_fall_through(visitor: httpx2.Client) -> None:
    answer = visitor.post("/health/live")
    assert (answer.status_code, answer.headers["Content-Type"]) == (405, PROBLEM)
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("path", ["/health/live", "/admin/login/"])
def test_both_sides_name_the_request_and_make_browsers_careful(
    visitor: httpx2.Client, path: str
) -> None:
    answer = visitor.get(path, headers={"X-Request-ID": "from-the-test"})
    assert answer.headers["X-Request-ID"] == "from-the-test"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/admin/", "/api/v1/nope", "/"])
def test_a_websocket_is_turned_away_and_breaks_nothing(settings: Settings, path: str) -> None:
    client = TestClient(Hybrid(settings))
    with pytest.raises(WebSocketDisconnect), client.websocket_connect(path):
        pass


def test_a_stop_reaches_both_sides(settings: Settings) -> None:
    before = set(threading.enumerate())
    hybrid = Hybrid(settings)
    with TestClient(hybrid, base_url="http://localhost") as client:
        assert client.get("/health/ready").status_code == 200
        assert client.get("/admin/login/").status_code == 200
        connections = hybrid.api.state.database.engine.pool
        assert connections.checkedin() == 1
    assert [each for each in set(threading.enumerate()) - before if "django" in each.name] == []
    assert hybrid.api.state.database.engine.pool is not connections  # it was given back


def test_an_unknown_side_is_refused_in_one_line() -> None:
    just = str(Path(sys.executable).parent / "just")
    ended = subprocess.run(  # noqa: S603
        [just, "serve", "nonsense"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith("error: serve api, admin, or both without a name\n")
