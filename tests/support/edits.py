"""Edit, commit and read a project as its owner does."""

import subprocess
from pathlib import Path

from pystack_init.system.changeset import UNDO


def git(folder: Path, *command: str) -> str:
    """Run git and return its output."""
    ran = subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True, text=True)
    return ran.stdout


def commit(folder: Path) -> None:
    """Commit everything."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--no-verify", "--message", "change")


def edit(file: Path, old: str, new: str) -> None:
    """Replace a text that the file has once."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Read all files of a project but those of git and of the undo."""
    files = (one for one in folder.rglob("*") if not one.is_dir() or one.is_symlink())
    paths = {one.relative_to(folder).as_posix(): one for one in files}
    return {path: one.read_bytes() for path, one in paths.items() if not path.startswith((".git/", UNDO))}
