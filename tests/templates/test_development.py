"""The first day with a project: `just dev` serves all of it, and the tutorial's commands do what it says."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from pairs import FACTORS
from projects import Answers, Server, succeed, surroundings

TUTORIAL = Path(__file__).parents[2] / "docs" / "tutorial.md"
INSTALL, MAKE, RUN, USE, TEST = re.findall(
    r"```sh\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL
)

pytestmark = pytest.mark.matrix


@pytest.mark.parametrize("stack", FACTORS["stack"])
def test_development_serves_all_of_it(
    stack: str, installed: Callable[[Answers], Path], serve: Callable[..., Server]
) -> None:
    server = serve(installed({"stack": stack}), recipe="dev")
    with httpx.Client(base_url=server.url) as client:
        assert client.get("/api/docs").status_code == httpx.codes.OK
        assert client.get("/api/v1/products").json()["items"] == []
        lost = client.get("/api/nope")
        assert (lost.status_code, lost.headers["Content-Type"]) == (404, "application/problem+json")
        if stack != "fastapi":
            door = client.get("/admin/login/").text
            sheets = re.findall(r'href="(/static/[^"]+\.css)"', door)
            assert sheets
            assert {client.get(sheet).status_code for sheet in sheets} == {httpx.codes.OK}


def test_the_tutorial_is_followed(installed: Callable[[Answers], Path], serve: Callable[..., Server]) -> None:
    assert (INSTALL, MAKE) == ("pipx install .\n", "pystack-init new shop\n")  # tried in tests/packaging
    assert RUN == "cd shop\nuv run just dev\n"
    project = installed({})
    for line in TEST.splitlines():
        succeed(project, "sh", "-ec", line)
    succeed(project, "uv", "run", "just", "test", "tests/test_env_file.py")
    server = serve(project, recipe="dev")
    if not shutil.which("curl"):
        pytest.skip("curl is not installed to ask the server as the tutorial does")
    asked = USE.replace("http://127.0.0.1:8000", server.url)
    said = subprocess.run(
        ["sh", "-ec", asked], capture_output=True, text=True, check=True, env=surroundings()
    )
    assert '"email":"ada@example.com"' in said.stdout
    assert said.stdout.count('"name":"Teapot"') == 2
