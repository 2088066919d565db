"""The tutorial and the how-to pages can be followed in a fresh clone, by a user with an empty home."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from projects import free_port
from serving import wait_for

DOCS = Path(__file__).parents[2] / "docs"
HOW_TO = sorted((DOCS / "how-to").glob("*.md"))
TUTORIAL = (DOCS / "tutorial.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
INSTALL, CREATE, RUN, USE, TRY, GENERATE = BLOCK.findall(TUTORIAL)
(YOURS,) = re.findall(r"`(uv run just makemigration [a-z-]+)`", TUTORIAL)
SUPPLIER = """

class Supplier(SQLModel, table=True):
    \"\"\"The table that the reader of the tutorial adds.\"\"\"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
"""


def follow(folder: Path, env: Mapping[str, str], lines: str) -> str:
    """Run lines as a user types them, and return the output; the first error fails the test."""
    ran = subprocess.run(
        ["sh", "-ec", lines], cwd=folder, env=env, check=False, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


@pytest.fixture(scope="module")
def user(checkout: Path, newcomer: dict[str, str]) -> dict[str, str]:
    """Install the command as the tutorial does, in a clone; return the environment of the user."""
    *commands, path = INSTALL.strip().splitlines()
    follow(checkout, newcomer, "\n".join(commands))
    (folder,) = re.findall(r'^export PATH="\$HOME/(.+):\$PATH"$', path)
    return newcomer | {"PATH": f"{newcomer['HOME']}/{folder}:{newcomer['PATH']}"}


def test_the_index_has_every_page() -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    pages = {str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md") if page.parent != DOCS / "decisions"}
    assert set(re.findall(r"\]\(([^)]+\.md)\)", index)) == pages - {"README.md"}


@pytest.mark.matrix
@pytest.mark.parametrize("page", HOW_TO, ids=lambda page: page.stem)
def test_a_how_to_page_can_be_followed(page: Path, user: dict[str, str]) -> None:
    folder = Path(user["HOME"], page.stem)
    folder.mkdir()
    own = user | {"XDG_CONFIG_HOME": f"{user['HOME']}/config-of-{page.stem}"}
    follow(folder, own, "\n".join(BLOCK.findall(page.read_text(encoding="utf-8"))))
    shutil.rmtree(folder)


@pytest.mark.matrix
def test_the_tutorial_can_be_followed_to_its_end(user: dict[str, str]) -> None:
    own = user | {"PORT": str(free_port())}
    enter, create = CREATE.strip().splitlines()
    assert enter == "cd ~"
    home = Path(user["HOME"])
    follow(home, own, f"{create} --defaults")  # the prompts are tested in tests/cli
    enter, start = RUN.strip().splitlines()
    shop = home / enter.removeprefix("cd ")
    with subprocess.Popen(["sh", "-c", f"exec {start}"], cwd=shop, env=own) as server:
        try:
            wait_for(f"http://127.0.0.1:{own['PORT']}/health/ready", server)
            if shutil.which("curl"):
                seen = follow(shop, own, USE.replace("8000", own["PORT"]))
                assert '"name":"Teapot"' in seen.partition('"items"')[2]
        finally:
            server.terminate()
    assert len(re.findall(r"\d+ passed", follow(shop, own, TRY))) == 2
    assert re.search(r"\d+ passed", follow(shop, own, GENERATE))
    tables = shop / "backend/catalog/tables.py"
    tables.write_text(tables.read_text(encoding="utf-8") + SUPPLIER, encoding="utf-8")
    follow(shop, own, YOURS)
    (migration,) = (shop / "backend/migrations/versions").glob("*_add_suppliers.py")
    assert "op.create_table(" in migration.read_text(encoding="utf-8")
    follow(shop, own, "uv run just check")
