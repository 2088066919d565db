"""`update` brings a project of an earlier release to newer templates: 0.1.0 to a changed 0.2.0."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from edits import bytes_of, commit, edit, git

ROOT = Path(__file__).parents[2]
MOVED = "tests/platform/test_responses.py", "tests/platform/test_http.py"
NOTICE = """\
order = 70
included_by = { notice = true }

[question]
id = "notice"
text = "Add a notice?"
help = "A file for legal notices"
group = "delivery"
kind = "yes_no"
default = true
"""


class Version:
    """A version of the command in a folder of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def run(self, *command: str | Path, folder: Path, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run Python with this version."""
        env = os.environ | {"PYTHONPATH": str(self.root / "src")}
        ran = subprocess.run(
            [sys.executable, *command], cwd=folder, env=env, capture_output=True, text=True, check=False
        )
        assert not check or ran.returncode == 0, ran.stdout + ran.stderr
        return ran

    def call(self, *argv: str, folder: Path) -> dict[str, Any]:
        """Run a command with `--json`, and return the object with the exit code."""
        ran = self.run("-m", "pystack_init", *argv, "--json", folder=folder, check=False)
        found: dict[str, Any] = json.loads(ran.stdout)
        return found | {"code": ran.returncode}

    def template(self, path: str) -> Path:
        """Return a file of its templates."""
        return self.root / "templates" / path


@pytest.fixture(scope="session")
def first(tmp_path_factory: pytest.TempPathFactory) -> Version:
    """Release 0.1.0 from the templates of this repository."""
    root = tmp_path_factory.mktemp("first")
    for name in ("src", "templates", "scripts"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    version = Version(root)
    version.run(root / "scripts/release.py", folder=root)
    return version


@pytest.fixture(scope="session")
def second(first: Version, tmp_path_factory: pytest.TempPathFactory) -> Version:
    """Change the templates in six ways, and call it 0.2.0."""
    root = tmp_path_factory.mktemp("second") / "root"
    shutil.copytree(first.root, root)
    version = Version(root)
    package = root / "src/pystack_init/__init__.py"
    edit(package, '__version__ = "0.1.0"', '__version__ = "0.2.0"')
    old, new = (version.template(f"core/any/{path}") for path in MOVED)
    old.rename(new)
    edit(
        version.template("template.toml"), "[stacks]\n", f'[moved]\n"{MOVED[0]}" = "{MOVED[1]}"\n\n[stacks]\n'
    )
    version.template("core/any/SECURITY.md.jinja").unlink(missing_ok=True)
    version.template("core/any/SECURITY.md").unlink(missing_ok=True)
    notice = version.template("features/notice")
    (notice / "any").mkdir(parents=True)
    (notice / "feature.toml").write_text(NOTICE, encoding="utf-8")
    (notice / "any/NOTICE.md").write_text("# Notices\n", encoding="utf-8")
    docker = version.template("features/docker/feature.toml")
    edit(docker, "default = true\n\n[fill.any]", "default = false\n\n[fill.any]")
    edit(version.template("core/any/README.md.jinja"), "## Start\n", "## Get started\n")
    version.template("features/client").rename(version.template("features/api-client"))
    return version


@pytest.fixture
def shop(here: Path, first: Version) -> Path:
    """Create a project with 0.1.0."""
    first.call("new", "shop", "--defaults", "--client", "--no-install", folder=here)
    return here / "shop"


def test_a_project_without_edits_becomes_a_fresh_project_of_the_new_release(
    shop: Path, second: Version, here: Path
) -> None:
    secrets = (shop / ".env").read_bytes()
    assert second.call("status", folder=shop)["data"]["update_available"] == "0.2.0"
    assert second.call("update", "--check", folder=shop)["code"] == 6
    made = second.call("update", "--no-install", folder=shop)
    assert made["code"] == 0
    assert (shop / ".env").read_bytes() == secrets
    (here / "fresh").mkdir()
    second.call("new", "fresh/shop", "--defaults", "--client", "--docker", "--no-install", folder=here)
    merged, fresh = bytes_of(shop), bytes_of(here / "fresh/shop")
    for files in (merged, fresh):
        del files[".env"]  # random secrets
    assert merged == fresh
    assert second.call("update", "--check", folder=shop)["code"] == 0


def test_edits_stay_and_follow_moved_files(shop: Path, second: Version) -> None:
    edit(shop / "README.md", "A web service\n", "A shop\n")
    with (shop / MOVED[0]).open("a", encoding="utf-8") as file:
        file.write("\n# mine\n")
    edit(shop / "SECURITY.md", "# Security", "# Our security")
    edit(shop / "pyproject.toml", "dependencies = [\n", 'dependencies = [\n    "boto3>=1",\n')
    commit(shop)
    made = second.call("update", "--no-install", folder=shop)
    assert made["code"] == 0
    assert made["data"]["kept"] == [
        {"path": "SECURITY.md", "because": "you changed it; the template no longer has it"}
    ]
    text = (shop / "README.md").read_text(encoding="utf-8")
    assert "A shop\n" in text
    assert "## Get started\n" in text
    assert not (shop / MOVED[0]).exists()
    assert (shop / MOVED[1]).read_text(encoding="utf-8").endswith("\n# mine\n")
    assert (shop / "NOTICE.md").is_file()
    assert '"boto3>=1"' in (shop / "pyproject.toml").read_text(encoding="utf-8")
    second.call("update", "--abort", folder=shop)
    assert git(shop, "status", "--porcelain") == ""


def test_a_fresh_clone_is_updated_without_a_network(
    shop: Path, second: Version, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "clone", "--quiet", str(shop), "clone")
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert second.call("update", "--no-install", folder=tmp_path / "clone")["code"] == 0
    assert (tmp_path / "clone/NOTICE.md").is_file()


def test_a_feature_is_added_after_the_update_only(shop: Path, second: Version) -> None:
    made = second.call("remove", "client", folder=shop)
    assert made["error"]["message"] == "The project uses templates 0.1.0, but this is pystack-init 0.2.0"
    second.call("update", "--no-install", folder=shop)
    commit(shop)
    assert second.call("remove", "client", "--no-install", folder=shop)["code"] == 0


def test_an_unknown_release_is_named(shop: Path, second: Version) -> None:
    edit(shop / ".pystack-init.yml", "_commit: v0.1.0", "_commit: v0.0.9")
    commit(shop)
    made = second.call("update", folder=shop)
    assert made["error"]["code"] == "release-unknown"
    assert "the templates of 0.0.9" in made["error"]["message"]


def test_equal_templates_give_an_equal_history(first: Version, tmp_path: Path) -> None:
    again = Version(tmp_path / "again")
    shutil.copytree(first.root, again.root)
    history = again.root / "src/pystack_init/history.bundle"
    recorded = history.read_bytes()
    history.unlink()
    again.run(again.root / "scripts/release.py", folder=again.root)
    assert history.read_bytes() == recorded


def test_a_release_with_an_unrecorded_move_is_refused(second: Version, tmp_path: Path) -> None:
    careless = Version(tmp_path / "careless")
    shutil.copytree(second.root, careless.root)
    edit(careless.template("template.toml"), f'[moved]\n"{MOVED[0]}" = "{MOVED[1]}"\n', "")
    release = careless.root / "scripts/release.py"
    ran = careless.run(release, "--check", folder=careless.root, check=False)
    assert (ran.returncode, ran.stderr) == (
        1,
        f"error: add these to `[moved]` in templates/template.toml:\n  {MOVED[0]} -> {MOVED[1]}\n",
    )
    second.run(second.root / "scripts/release.py", "--check", folder=second.root)
