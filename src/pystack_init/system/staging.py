"""Create a project atomically: write to a staging folder, then rename it into place.

A target that does not exist is renamed from a sibling folder. A folder that exists remains the same one
(it may be a shell's working directory): the project is created inside, and its children are moved up. In both
cases the kernel lets only one of several concurrent runs win.
"""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

from pystack_init.errors import DestinationTaken, DestinationUnusable
from pystack_init.system.signals import deferred, undoing

# The same name in all runs: creating it inside an existing folder claims that folder.
CLAIM = ".pystack-init-is-writing"
_TAKEN = {errno.EEXIST, errno.ENOTEMPTY, errno.ENOTDIR}


@contextmanager
def scratch() -> Iterator[Path]:
    """Create a private temporary folder; remove it at the end or on a signal."""
    import tempfile  # noqa: PLC0415 - costs as much as the rest of this module

    folder = Path(tempfile.gettempdir()) / f"pystack-init-{secrets.token_hex(8)}"
    with undoing(lambda: remove(folder)):
        folder.mkdir(mode=0o700)
        yield folder
        remove(folder)


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files, by their paths, into a folder."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


class Staging:
    """A staging folder for one target, and the rename that puts the project in place."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self._exists = target.is_dir()
        self._outer = (
            target / CLAIM if self._exists else target.parent / f".pystack-init-{secrets.token_hex(8)}"
        )
        self.folder = self._outer / "project"
        self._placed: list[Path] = []
        self._made_parents: list[Path] = []
        self._claimed = False

    def prepare(self) -> None:
        """Create the staging folder, and the missing parents of the target."""
        if self._exists:
            self._claim()
        else:
            self._make_parents()
        self.folder.mkdir()

    def place(self) -> None:
        """Move the finished project to the target, or raise and leave the target unchanged."""
        try:
            if self._exists:
                self._move_up()
            else:
                with deferred():
                    self.folder.rename(self.target)
                    self._placed.append(self.target)
        except OSError as error:
            if error.errno in _TAKEN:
                raise DestinationTaken(self.target) from None
            raise
        with deferred():
            remove(self._outer)
            self._claimed = False
            self._placed.clear()
            self._made_parents.clear()

    def undo(self) -> None:
        """Restore the target, unless the project is in place."""
        for path in self._placed:
            remove(path)
        if self._claimed or not self._exists:
            remove(self._outer)
        for parent in reversed(self._made_parents):
            with suppress(OSError):  # another process may have written into it
                parent.rmdir()

    def _claim(self) -> None:
        with deferred():
            try:
                self._outer.mkdir()
            except FileExistsError:
                raise DestinationTaken(self.target) from None
            self._claimed = True
        # Another run may have finished between the first look and the claim.
        if holds_files(self.target, but_for=CLAIM):
            raise DestinationTaken(self.target)

    def _make_parents(self) -> None:
        # Another run that fails may remove its empty parents just before this run uses them.
        for attempts_left in (2, 1, 0):
            missing = [one for one in (self.target.parent, *self.target.parent.parents) if not one.exists()]
            with deferred(), suppress(FileNotFoundError) if attempts_left else nullcontext():
                for parent in reversed(missing):
                    with suppress(FileExistsError):
                        parent.mkdir()
                        self._made_parents.append(parent)
                self._outer.mkdir()
                return

    def _move_up(self) -> None:
        for child in sorted(self.folder.iterdir()):
            goal = self.target / child.name
            if os.path.lexists(goal):
                raise DestinationTaken(self.target)
            with deferred():
                child.rename(goal)
                self._placed.append(goal)


@contextmanager
def staged(target: Path) -> Iterator[Staging]:
    """Open a staging folder; an exception in the block restores the target."""
    staging = Staging(target)
    with undoing(staging.undo):
        staging.prepare()
        yield staging


def check_target(target: Path) -> None:
    """Refuse a target that cannot contain a project, before anything is written."""
    if target.is_symlink() and not target.exists():
        raise DestinationUnusable(
            f"`{target}` is a broken symbolic link", "Remove it, or choose another name"
        )
    if target.exists() and not target.is_dir():
        raise DestinationUnusable(f"`{target}` is a file", "Choose another name, or remove it first")
    if target.is_dir():
        if holds_files(target):
            raise DestinationTaken(target)
        _check_writable(target)
        return
    nearest = next(one for one in target.parents if os.path.lexists(one))
    if not nearest.is_dir():
        raise DestinationUnusable(f"`{nearest}` is not a folder", "Choose a path whose parents are folders")
    _check_writable(nearest)


def holds_files(folder: Path, *, but_for: str = "") -> bool:
    """Return whether a folder contains more than the `.git` of a fresh clone."""
    return any(one.name not in {".git", but_for} for one in folder.iterdir())


def remove(path: Path) -> None:
    """Remove a file or a folder with its content, if it exists."""
    if path.is_symlink() or path.is_file():
        path.unlink(missing_ok=True)
        return
    for _ in range(2):  # a killed child process may have written once more
        if path.exists():
            shutil.rmtree(path, ignore_errors=True)


def _check_writable(folder: Path) -> None:
    if not os.access(folder, os.W_OK | os.X_OK):
        raise DestinationUnusable(
            f"The folder `{folder}` is not writable", "Choose a folder that you can write to"
        )
