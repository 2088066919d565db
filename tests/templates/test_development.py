"""`just dev` serves the whole project."""

import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from pairs import FACTORS
from projects import Answers, Server
from test_matrix import create_a_product, sign_up
from waiting import http_client, wait_until

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


@pytest.mark.parametrize("stack", FACTORS["stack"])
def test_the_development_server_has_a_worker_for_its_jobs(
    stack: str, installed: Callable[[Answers], Path], serve: Callable[..., Server]
) -> None:
    server = serve(installed({"stack": stack, "jobs": True}), recipe="dev")
    with http_client(base_url=server.url) as client:
        client.headers["Authorization"] = f"Bearer {sign_up(client)}"
        create_a_product(client)
        job = client.post("/api/v1/products/exports").headers["Location"]
        ended = wait_until(
            lambda: (now := client.get(job).json())["finished_at"] and now, server.log.read_text
        )
        assert (ended["status"], ended["result"]["rows"]) == ("succeeded", 1)
        assert client.get(f"{job}/result").text.count("Teapot") == 1
    server.process.terminate()
    server.process.wait()
    assert "Warm shutdown" in server.log.read_text()
