"""Change many files of a project as one step that can be undone, also after the process was killed.

The old and the new contents are in a folder of the project before the first file changes. A run that finds
this folder knows what the last one did: nothing yet, a part, or everything.
"""

import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from pystack_init.system.signals import deferred
from pystack_init.system.trees import SYMLINK

UNDO = ".pystack-init.undo"
_STATE = "state.json"
_EXECUTABLE = 0o111


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file, and its mode as in git; a symbolic link has its target as bytes."""

    mode: str
    data: bytes


# The content before and after a change by path; None is a file that does not exist.
Versions = Mapping[str, tuple[Content | None, Content | None]]


class State(StrEnum):
    """How far a change has come."""

    APPLYING = "applying"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class _File:
    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Changeset:
    """The last change of a project: its command, its state, and facts that the command kept for later."""

    project: Path
    command: str
    state: State
    notes: Mapping[str, object]
    files: tuple[_File, ...]

    @classmethod
    def read(cls, project: Path) -> "Changeset | None":
        """Read the last change, or return None; a folder without a state has changed nothing."""
        try:
            data = json.loads((project / UNDO / _STATE).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        files = tuple(_File(**each) for each in data["files"])
        return cls(project, data["command"], State(data["state"]), data["notes"], files)

    @classmethod
    def prepare(
        cls,
        project: Path,
        command: str,
        changes: Versions,
        notes: Mapping[str, object],
    ) -> "Changeset":
        """Store the old and the new contents."""
        folder = project / UNDO
        discard(project)
        folder.mkdir()
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
        files = []
        for number, (path, versions) in enumerate(changes.items()):
            for name, version in zip(("before", "after"), versions, strict=True):
                if version is not None:
                    (folder / f"{number}.{name}").write_bytes(version.data)
            files.append(_File(path, *(None if one is None else one.mode for one in versions)))
        made = cls(project, command, State.APPLYING, notes, tuple(files))
        made._store(State.APPLYING)
        return made

    def apply(self) -> None:
        """Write the new contents; restore the old ones if the operating system refuses."""
        try:
            self._write("after")
        except OSError:
            self.undo()
            raise
        self._store(State.DONE)

    def undo(self) -> None:
        """Write the old contents back, and forget the change."""
        self._write("before")
        discard(self.project)

    def _write(self, version: str) -> None:
        with deferred():
            for number, file in enumerate(self.files):
                target = self.project / file.path
                mode = file.before if version == "before" else file.after
                if mode is None:
                    _remove(target, self.project)
                else:
                    _place(target, mode, (self.project / UNDO / f"{number}.{version}").read_bytes())

    def _store(self, state: State) -> None:
        data = {
            "command": self.command,
            "state": state,
            "notes": dict(self.notes),
            "files": [asdict(each) for each in self.files],
        }
        unfinished = self.project / UNDO / f"{_STATE}.new"
        unfinished.write_text(json.dumps(data), encoding="utf-8")
        unfinished.replace(self.project / UNDO / _STATE)


def discard(project: Path) -> None:
    """Forget the last change."""
    (project / UNDO / _STATE).unlink(missing_ok=True)  # first: the rest alone means nothing
    shutil.rmtree(project / UNDO, ignore_errors=True)


def content_of(file: Path) -> Content | None:
    """Read a file or a symbolic link, or return None."""
    if file.is_symlink():
        return Content(SYMLINK, os.fsencode(file.readlink()))
    if not file.is_file():
        return None
    executable = file.stat().st_mode & _EXECUTABLE
    return Content("100755" if executable else "100644", file.read_bytes())


def blocked(project: Path, paths: Iterable[str]) -> set[str]:
    """Return the paths that cannot be written: a folder is there, or a file where a folder is needed."""
    found = set()
    for path in paths:
        target = project / path
        parents = [one for one in target.parents if project in one.parents]
        folder = target.is_dir() and not target.is_symlink()
        if folder or any(os.path.lexists(one) and not one.is_dir() for one in parents):
            found.add(path)
    return found


def _place(target: Path, mode: str, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.pystack-init")
    unfinished.unlink(missing_ok=True)
    if mode == SYMLINK:
        unfinished.symlink_to(os.fsdecode(data))
    else:
        unfinished.write_bytes(data)
        permissions = target.stat().st_mode if target.exists() else unfinished.stat().st_mode
        wanted = permissions | _EXECUTABLE if mode == "100755" else permissions & ~_EXECUTABLE
        unfinished.chmod(wanted & 0o7777)
    unfinished.replace(target)


def _remove(target: Path, project: Path) -> None:
    if os.path.lexists(target):
        target.unlink()
    for folder in target.parents:
        if folder == project:
            return
        if folder.is_dir():
            if any(folder.iterdir()):
                return
            folder.rmdir()
