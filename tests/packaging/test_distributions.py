"""The distributions contain every template and nothing else, and work outside the repository."""

import os
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
import uv

from pystack_init import __version__


def test_the_sdist_contains_the_tracked_templates(distributions: Path, tracked_templates: set[str]) -> None:
    (sdist,) = distributions.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {name for name in names if name.startswith("templates/")} == tracked_templates


@pytest.mark.parametrize("built_from", ["sdist", "checkout"])
def test_the_wheel_contains_the_tracked_templates(
    built_from: str, distributions: Path, checkout: Path, tracked_templates: set[str], tmp_path: Path
) -> None:
    folder = distributions
    if built_from == "checkout":
        folder = tmp_path
        subprocess.run([uv.find_uv_bin(), "build", "-q", "--wheel", "-o", folder], cwd=checkout, check=True)
    (wheel,) = folder.glob("*.whl")
    bundled = "pystack_init/templates/"
    with zipfile.ZipFile(wheel) as archive:
        names = {
            name.removeprefix("pystack_init/") for name in archive.namelist() if name.startswith(bundled)
        }
    assert names == tracked_templates


def test_both_contain_the_history_that_the_release_script_writes(
    checkout: Path, tracked_templates: set[str], tmp_path: Path
) -> None:
    root = Path(shutil.copytree(checkout, tmp_path / "release"))
    own = os.environ | {"PYTHONPATH": str(root / "src")}
    subprocess.run([sys.executable, root / "scripts/release.py"], cwd=root, env=own, check=True)
    bundle = root / "src/pystack_init/history.bundle"
    subprocess.run([uv.find_uv_bin(), "build", "-q", "-o", tmp_path], cwd=root, check=True)
    (wheel,), (sdist,) = tmp_path.glob("*.whl"), tmp_path.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        assert archive.read("pystack_init/history.bundle") == bundle.read_bytes()
    with tarfile.open(sdist) as archive:
        (name,) = (one for one in archive.getnames() if one.endswith("src/pystack_init/history.bundle"))
        member = archive.extractfile(name)
        assert member
        assert member.read() == bundle.read_bytes()
    history = tmp_path / "history.git"
    subprocess.run(["git", "clone", "--quiet", "--mirror", bundle, history], check=True)
    listed = ["git", "ls-tree", "-r", "-z", "--name-only", f"v{__version__}"]
    names = subprocess.run(listed, cwd=history, check=True, capture_output=True, text=True).stdout
    assert set(names.split("\0")) - {""} == tracked_templates


def test_pipx_installs_a_command_that_makes_projects_anywhere(
    distributions: Path, other_user: dict[str, str], tmp_path: Path, checkout: Path
) -> None:
    (wheel,) = distributions.glob("*.whl")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()

    def run(*command: str | Path) -> str:
        ended = subprocess.run(
            command, cwd=elsewhere, env=other_user, check=True, stdout=subprocess.PIPE, text=True
        )
        return ended.stdout

    pipx = [uv.find_uv_bin(), "tool", "run", "--python", sys.executable, "pipx"]
    run(*pipx, "install", "--python", sys.executable, wheel)
    version = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert run("pystack-init", "--version") == f"pystack-init {version}\n"
    run("pystack-init", "new", "demo", "--defaults", "--no-install")
    made = {str(path.relative_to(elsewhere)) for path in elsewhere.rglob("*")}
    assert {"demo/pyproject.toml", "demo/.env", "demo/.github/workflows", "demo/backend/main.py"} <= made
    assert not [name for name in made if "__pycache__" in name or name.endswith(".jinja")]
