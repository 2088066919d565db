"""Change many files of a project as one step that can be undone, also after the process was killed.

The old and the new contents are in a folder of the project before the first file changes. A run that finds
this folder knows what the last one did: nothing yet, a part, or everything.
"""

import errno
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from pystack_init.system.signals import deferred

SYMLINK = "120000"  # the mode of a symbolic link in git
UNDO = ".pystack-init.undo"
_FACTS = "facts.json"
_BEFORE, _AFTER = "before", "after"
_EXECUTABLE, _PRIVATE = 0o111, 0o600
PLAIN = "100644"  # the mode of a file that is not executable


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a file, and its mode as in git; a symbolic link has its target as bytes."""

    mode: str
    data: bytes


# The content before and after a change by path; None is a file that does not exist.
Versions = Mapping[str, tuple[Content | None, Content | None]]
Changes = dict[str, tuple[Content | None, Content | None]]  # while they are collected


class State(StrEnum):
    """How far a change has come; after a kill, a state other than done lasts."""

    APPLYING = "applying"
    DONE = "done"
    UNDOING = "undoing"


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
        """Read the last change, or return None; a folder without its facts has changed nothing."""
        try:
            data = json.loads((project / UNDO / _FACTS).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        state = next((one for one in State if (project / UNDO / one.value).exists()), State.APPLYING)
        files = tuple(_File(**each) for each in data["files"])
        return cls(project, data["command"], state, data["notes"], files)

    @classmethod
    def prepare(
        cls, project: Path, command: str, changes: Versions, notes: Mapping[str, object]
    ) -> "Changeset":
        """Store the old and the new contents. Later, files are only moved, which needs no space."""
        folder = project / UNDO
        discard(project)
        try:
            folder.mkdir()
            (folder / ".gitignore").write_text("*\n", encoding="utf-8")
            files = []
            for number, (path, versions) in enumerate(changes.items()):
                for name, version in zip((_BEFORE, _AFTER), versions, strict=True):
                    if version is not None:
                        _store(folder / f"{number}.{name}", version, project / path)
                files.append(_File(path, *(None if one is None else one.mode for one in versions)))
            (folder / State.APPLYING.value).touch()
            facts = {"command": command, "notes": dict(notes), "files": [asdict(each) for each in files]}
            unfinished = folder / f"{_FACTS}.new"
            unfinished.write_text(json.dumps(facts), encoding="utf-8")
            unfinished.replace(folder / _FACTS)
        except OSError:
            discard(project)
            raise
        return cls(project, command, State.APPLYING, notes, tuple(files))

    def apply(self) -> None:
        """Put the new contents in place, or the old ones if the operating system refuses."""
        try:
            self._place(_AFTER)
            self._enter(State.DONE)
        except OSError:
            self.undo()
            raise

    def undo(self) -> None:
        """Put the old contents back, and forget the change."""
        self._enter(State.UNDOING)
        self._place(_BEFORE)
        discard(self.project)

    def _place(self, version: str) -> None:
        with deferred():
            for number, file in enumerate(self.files):
                target, stored = self.project / file.path, self.project / UNDO / f"{number}.{version}"
                if (file.before if version == _BEFORE else file.after) is None:
                    _remove(target, self.project)
                elif os.path.lexists(stored):  # else a run that was killed has moved it
                    target.parent.mkdir(parents=True, exist_ok=True)
                    move(stored, target)

    def _enter(self, state: State) -> None:
        """Record the state. To rename a file takes no space on the disk."""
        folder = self.project / UNDO
        for one in State:
            if one is not state and (folder / one.value).exists():
                (folder / one.value).replace(folder / state.value)


def discard(project: Path) -> None:
    """Forget the last change."""
    (project / UNDO / _FACTS).unlink(missing_ok=True)  # first: the rest alone means nothing
    shutil.rmtree(project / UNDO, ignore_errors=True)


def content_of(file: Path) -> Content | None:
    """Read a file or a symbolic link, or return None."""
    if file.is_symlink():
        return Content(SYMLINK, os.fsencode(file.readlink()))
    if not file.is_file():
        return None
    executable = file.stat().st_mode & _EXECUTABLE
    return Content("100755" if executable else PLAIN, file.read_bytes())


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


def _store(file: Path, content: Content, target: Path) -> None:
    """Write a content with the permissions that it has, or will have, at the target."""
    if content.mode == SYMLINK:
        file.symlink_to(os.fsdecode(content.data))
        return
    known = target.stat().st_mode if target.is_file() and not target.is_symlink() else None
    if known is not None:
        file.touch(mode=_PRIVATE)  # until it has the permissions of the target
    file.write_bytes(content.data)
    permissions = file.stat().st_mode if known is None else known
    executable = content.mode == "100755"
    file.chmod((permissions | _EXECUTABLE if executable else permissions & ~_EXECUTABLE) & 0o7777)


def move(source: Path, target: Path) -> None:
    """Move a file to a folder that may be on another file system."""
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        unfinished = target.with_name(f".{target.name}.pystack-init")
        unfinished.unlink(missing_ok=True)
        shutil.copy2(source, unfinished, follow_symlinks=False)
        unfinished.replace(target)
        source.unlink()


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
