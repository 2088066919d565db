"""`just dev` serves the whole project, and the commands of the tutorial work."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from pairs import FACTORS
from projects import Answers, Server, clean_environment, succeed
from waiting import http_client

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial.md"
INSTALL, MAKE, RUN, USE, TEST = re.findall(
    r"```sh\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL
)

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


def test_the_commands_of_the_tutorial_work(
    installed: Callable[[Answers], Path], serve: Callable[..., Server]
) -> None:
    assert (INSTALL, MAKE) == ("pipx install .\n", "pystack-init new shop\n")  # tested in tests/packaging
    assert RUN == "cd shop\nuv run just dev\n"
    project = installed({})
    assert TEST.splitlines() == ["uv run just test", "TEST_DATABASE=postgresql uv run just test"]
    for line in TEST.splitlines():  # all of the tests run in test_matrix.py
        files = "tests/platform/test_responses.py tests/platform/test_settings.py"
        succeed(project, "sh", "-ec", f"{line} {files}")
    server = serve(project, recipe="dev")
    if not shutil.which("curl"):
        pytest.skip("curl, which the tutorial uses, is not installed")
    commands = USE.replace("http://127.0.0.1:8000", server.url)
    ran = subprocess.run(
        ["sh", "-ec", commands], capture_output=True, text=True, check=True, env=clean_environment()
    )
    assert '"email":"ada@example.com"' in ran.stdout
    assert ran.stdout.count('"name":"Teapot"') == 2
