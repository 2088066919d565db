"""The commands of the README work with a clone, Python and pip only."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from projects import free_port
from serving import wait_for

ROOT = Path(__file__).parents[2]
MAKE, START, ASK, TEST = re.findall(
    r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
)


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
