"""A change that a kill or a full disk stops leaves the old files or the new ones, or it can be undone."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from edits import bytes_of

SUPPORT = Path(__file__).parents[1] / "support"


@pytest.fixture
def shop(here: Path, run: Callable[..., Any]) -> Path:
    """Create a project where `add docker` needs another secret."""
    flags = ("--database", "postgresql", "--no-docker", "--no-install", "--no-git")
    assert run("new", "shop", "--defaults", *flags, "--quiet").code == 0
    return here / "shop"


def test_a_kill_at_any_step_can_be_undone_and_the_next_run_knows(shop: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(SUPPORT / "killed.py"), str(shop), str(tmp_path / "copies")]
    (tmp_path / "copies").mkdir()
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    reports = [json.loads(line) for line in ran.stdout.splitlines()]
    seen = {(one["action"], one["state"], one["tree"], one["aborted"], one["continued"]) for one in reports}
    # Without a state, nothing was changed yet, or everything is undone. While it writes, both ways are open.
    assert seen == {
        ("write", None, "old", "old", "old"),
        ("write", "applying", "old", "old", "new"),
        ("write", "applying", "mixed", "old", "new"),
        ("write", "applying", "new", "old", "new"),
        ("write", "done", "new", "old", "new"),
        ("abort", "done", "new", "old", "new"),
        ("abort", "undoing", "new", "old", "new"),
        ("abort", "undoing", "mixed", "old", "mixed"),
        ("abort", "undoing", "old", "old", "old"),
        ("abort", None, "old", "old", "old"),
    }
    assert all(one["secrets"] for one in reports)
    assert len(reports) > 60


def test_a_full_disk_leaves_the_project_as_it_was(
    shop: Path, run: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(small)]
    if os.geteuid() or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting a small file system takes root")
    try:
        subprocess.run(["cp", "-a", shop, small / "shop"], check=True)
        monkeypatch.chdir(small / "shop")
        before = bytes_of(small / "shop")
        refused = 0
        for free in range(0, 400_000, 32_768):
            fill(small, free)
            ran = run("add", "docker", "--no-install", "--json")
            if ran.code == 0:
                break
            refused += 1
            error = json.loads(ran.out)["error"]
            assert error["message"].startswith("No space left on device")
            assert error["hint"] == "Nothing was changed; fix the cause and run the command again"
            assert bytes_of(small / "shop") == before
        assert refused > 2
        assert ran.code == 0
        assert (small / "shop/Dockerfile").is_file()
        fill(small, 0)
        assert run("update", "--abort").code == 0
        after = bytes_of(small / "shop")
        assert after.pop(".env").startswith(before.pop(".env"))
        assert after == before
    finally:
        monkeypatch.chdir(tmp_path)
        subprocess.run(["umount", str(small)], check=True)


def fill(folder: Path, free: int) -> None:
    """Fill a file system, and leave some bytes free."""
    ballast = folder / "ballast"
    ballast.unlink(missing_ok=True)
    there = os.statvfs(folder)
    ballast.write_bytes(b"\0" * (there.f_bavail * there.f_frsize - free))
