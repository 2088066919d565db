"""`just dev` serves the whole project."""

import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from pairs import FACTORS
from projects import Answers, Server
from waiting import http_client

pytestmark = pytest.mark.matrix


@pytest.mark.parametrize("stack", FACTORS["stack"])
def test_the_development_server_serves_the_whole_project(
    stack: str, installed: Callable[[Answers], Path], serve: Callable[..., Server]
) -> None:
    server = serve(installed({"stack": stack}), recipe="dev")
    with http_client(base_url=server.url) as client:
        assert client.get("/api/docs").status_code == httpx.codes.OK
        assert client.get("/api/v1/products").json()["items"] == []
        unknown = client.get("/api/nope")
        assert (unknown.status_code, unknown.headers["Content-Type"]) == (404, "application/problem+json")
        if stack != "fastapi":
            page = client.get("/admin/login/").text
            sheets = re.findall(r'href="(/static/[^"]+\.css)"', page)
            assert sheets
            assert {client.get(sheet).status_code for sheet in sheets} == {httpx.codes.OK}
