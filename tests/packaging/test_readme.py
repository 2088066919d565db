"""The commands of the README work with a clone, Python and pip only; those of the tutorial work too."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from projects import free_port
from waiting import wait_until

ROOT = Path(__file__).parents[2]
MAKE, START, ASK, TEST = re.findall(
    r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
)

TUTORIAL = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8")
_, FIRST, RUN, USE, TRY = re.findall(r"```sh\n(.*?)```", TUTORIAL, re.DOTALL)
(YOURS,) = re.findall(r"`(uv run just makemigration [a-z-]+)`", TUTORIAL)
ORDER = """

class Order(SQLModel, table=True):
    \"\"\"The table that the reader of the tutorial adds.\"\"\"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
"""


def test_ci_begins_with_the_readmes_own_test_command() -> None:
    commands = [
        line for line in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines() if ".tools" in line
    ]
    assert commands[0] == f"{TEST.strip()} || exit"


def test_the_readme_is_shorter_than_150_lines() -> None:
    assert (ROOT / "README.md").read_text(encoding="utf-8").count("\n") < 150


@pytest.mark.parametrize("script", ["reference", "choosing", "record"])
def test_generated_pages_and_pictures_match_the_command(script: str) -> None:
    checked = subprocess.run(
        [sys.executable, ROOT / "scripts" / f"{script}.py", "--check"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, f"`uv run scripts/{script}.py` rewrites it:\n{checked.stdout}"


@pytest.mark.matrix
def test_the_readmes_commands_create_start_and_query_a_project(
    checkout: Path, other_user: dict[str, str], tmp_path: Path
) -> None:
    clone = tmp_path / "clone"
    shutil.copytree(checkout, clone)
    made = subprocess.run(
        ["sh", "-c", MAKE], cwd=clone, env=other_user, stderr=subprocess.PIPE, text=True, check=False
    )
    assert made.returncode == 0, made.stderr
    port = str(free_port())
    with subprocess.Popen(
        ["sh", "-c", f"exec {START}"], cwd=clone, env=other_user | {"PORT": port}
    ) as server:
        try:
            wait_for(f"http://127.0.0.1:{port}/health/ready", server)
            if not shutil.which("curl", path=other_user["PATH"]):
                pytest.skip("the server started, but curl, which the README uses, is not installed")
            output = subprocess.run(
                ["sh", "-ec", ASK.replace("8000", port)],
                check=True,
                env=other_user,
                capture_output=True,
                text=True,
            )
        finally:
            server.terminate()
    assert '"email":"ada@example.com"' in output.stdout
    assert '"items":[]' in output.stdout


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """Return a folder outside pytest's: as root, a project's PostgreSQL runs as another user."""
    with tempfile.TemporaryDirectory(prefix="pystack-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.mark.matrix
def test_the_tutorial_can_be_followed_to_its_end(open_to_all: Path) -> None:
    own = {key: value for key, value in os.environ.items() if key not in {"CI", "VIRTUAL_ENV"}}
    own |= {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{own['PATH']}", "PORT": str(free_port())}
    enter, start = RUN.strip().splitlines()
    shop = open_to_all / enter.removeprefix("cd ")

    def follow(folder: Path, lines: str) -> str:
        typed = ["sh", "-ec", lines]
        ran = subprocess.run(typed, cwd=folder, env=own, check=False, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stdout + ran.stderr
        return ran.stdout

    follow(open_to_all, f"{FIRST.strip()} --defaults")  # the prompts are tested in tests/cli
    with subprocess.Popen(["sh", "-c", f"exec {start}"], cwd=shop, env=own) as server:
        try:
            wait_for(f"http://127.0.0.1:{own['PORT']}/health/ready", server)
            if shutil.which("curl"):
                assert (
                    '"name":"Teapot"'
                    in follow(shop, USE.replace("8000", own["PORT"])).partition('"items"')[2]
                )
        finally:
            server.terminate()
    assert len(re.findall(r"\d+ passed", follow(shop, TRY))) == 2
    tables = shop / "backend/catalog/tables.py"
    tables.write_text(tables.read_text(encoding="utf-8") + ORDER, encoding="utf-8")
    follow(shop, YOURS)
    (migration,) = (shop / "backend/migrations/versions").glob("*_add_orders.py")
    assert "op.create_table(" in migration.read_text(encoding="utf-8")
    follow(shop, "uv run just check")


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until a server responds; fail if it ends."""

    def responds() -> bool:
        assert server.poll() is None, "the server ended"
        try:
            return httpx.get(url, timeout=5).is_success
        except httpx.TransportError:
            return False

    wait_until(responds, "the server did not start")
