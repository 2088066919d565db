"""Build the distributions once per session from the files that git tracks."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import uv

REPOSITORY = Path(__file__).parents[2]
# The rest of the environment is the machine's, such as its certificates and proxies.
OURS = ("PYTHON", "PYTEST", "PYSTACK_", "PIPX_", "UV", "VIRTUAL_ENV", "XDG_", "GIT_")


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the tracked files as they are on disk, and add files that tools leave in a checkout."""
    copy = tmp_path_factory.mktemp("checkout")
    for name in tracked("."):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / name, copy / name)
    for litter in ("templates/_shared/__pycache__/x.cpython-311.pyc", "templates/.DS_Store"):
        (copy / litter).parent.mkdir(parents=True, exist_ok=True)
        (copy / litter).touch()
    return copy


@pytest.fixture(scope="session")
def distributions(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source distribution, and a wheel from it instead of the checkout."""
    out = tmp_path_factory.mktemp("dist")
    subprocess.run([uv.find_uv_bin(), "build", "--quiet", "--out-dir", out], cwd=checkout, check=True)
    return out


@pytest.fixture(scope="session")
def tracked_templates() -> set[str]:
    """List the tracked templates."""
    return tracked("templates")


@pytest.fixture
def other_user(tmp_path: Path) -> dict[str, str]:
    """Return the environment of a new user."""
    home = tmp_path / "home"
    home.mkdir()
    return environment_of(home)


@pytest.fixture(scope="session")
def newcomer() -> Iterator[dict[str, str]]:
    """Return the environment of a new user whose home others can enter.

    As root, a project's PostgreSQL runs as another user, which cannot enter pytest's folders.
    """
    with tempfile.TemporaryDirectory(prefix="pystack-", ignore_cleanup_errors=True) as home:
        Path(home).chmod(0o755)
        yield environment_of(Path(home))


def environment_of(home: Path) -> dict[str, str]:
    """Return the environment of a user with an empty home: no settings, no uv."""
    theirs = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    trust = {"UV_SYSTEM_CERTS": "true"}  # for uv, which provides the pipx that a user would have
    return theirs | trust | {"HOME": str(home), "PATH": f"{home}/.local/bin{os.pathsep}{os.defpath}"}


def tracked(folder: str) -> set[str]:
    """List the tracked files below a folder of this repository that still exist."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", folder], cwd=REPOSITORY, check=True, capture_output=True, text=True
    )
    return {name for name in listed.stdout.split("\0") if name and (REPOSITORY / name).exists()}
