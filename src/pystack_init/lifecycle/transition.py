"""Bring a project to other answers or another release, by a three-way merge that keeps the user's edits.

BASE is what the recorded release renders for the recorded answers, THEIRS what the new one renders for the
new answers, OURS the project's folder. Nothing is written here: the result says what would change.
"""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from pystack_init.lifecycle.creation import DECISION_RECORD
from pystack_init.lifecycle.drops import drop_migrations, is_generated
from pystack_init.lifecycle.formatting import format_as
from pystack_init.lifecycle.goal import Goal
from pystack_init.lifecycle.insertions import both_insertions
from pystack_init.lifecycle.migrations import (
    altered_migrations,
    changed_migrations,
    place_migrations,
    removed_migrations,
)
from pystack_init.lifecycle.moves import moves
from pystack_init.lifecycle.pristine import Digests
from pystack_init.lifecycle.project import ANSWERS_FILE
from pystack_init.lifecycle.pyproject import PYPROJECT, merged_pyproject
from pystack_init.rendering.manifest import read_tree
from pystack_init.rendering.render import shared_paths
from pystack_init.results.change import DropMigration, KeptFile
from pystack_init.system import git
from pystack_init.system.changeset import SYMLINK, Content, Versions, blocked
from pystack_init.system.trees import GITLINK, Entry, Files, Trees

# `new` writes these once; no merge changes them.
_UNMERGED = (ANSWERS_FILE, DECISION_RECORD)
_OURS, _THEIRS = 2, 3
_MARKER = b"<<<<<<< "


@dataclass(frozen=True, slots=True)
class Transition:
    """What a merge would change: contents before and after, conflicts, and what is kept.

    `rendered` has the digests of BASE and of THEIRS. `paths` are the files
    of the merged project, `merged` those with changes of both sides, `renamed` the old path by the new one.
    """

    changes: Versions
    conflicts: Mapping[str, Mapping[int, Content]]
    kept: tuple[KeptFile, ...]
    rendered: tuple[Digests, ...]
    paths: frozenset[str]
    merged: frozenset[str]
    renamed: Mapping[str, str]
    drops: tuple[DropMigration, ...] = ()
    needs_migration: bool = False
    alters_tables: bool = False

    def conflict_lines(self) -> Iterator[tuple[str, int]]:
        """List the path and line of each conflict marker; a conflict without markers is at line 1."""
        for path in self.conflicts:
            after = self.changes[path][1] if path in self.changes else None
            lines = after.data.splitlines() if after else []
            marked = [number for number, line in enumerate(lines, 1) if line.startswith(_MARKER)]
            yield from ((path, number) for number in marked or [1])


def has_markers(content: Content | None) -> bool:
    """Return whether a file has conflict markers."""
    lines = content.data.splitlines() if content else []
    return any(line.startswith(_MARKER) for line in lines)


def transition(
    project: Path, before: Goal, after: Goal, folder: Path, *, restored: Collection[str] = ()
) -> Transition:
    """Merge; `folder` is for temporary files, `restored` are deleted paths to bring back."""
    merge = _Merge(project, folder)
    merge.render(before, after)
    merge.set_aside(restored)
    return merge.result(f"v{after.release.version}")


class _Merge:
    def __init__(self, project: Path, folder: Path) -> None:
        self._project, self._folder = project, folder
        self._trees = Trees(folder)
        self._kept: list[KeptFile] = []

    def render(self, before: Goal, after: Goal) -> None:
        """Read the three trees; a file that the templates moved has its new path in all of them."""
        self._after = after
        self._ours = self._trees.read(self._project)
        folders = self._folder / "base", self._folder / "theirs"
        goals = zip((before, after), folders, strict=True)
        self._digests = tuple(goal.render(folder, self._project) for goal, folder in goals)
        format_as(self._project, folders)
        self._base, self._theirs = (self._trees.read(one, ignored=True) for one in folders)
        self._original = dict(self._ours)
        for path in _UNMERGED:
            for files in (self._base, self._theirs, self._ours):
                files.pop(path, None)
        self._renamed = dict(moves(self._base, self._theirs, read_tree(after.release.root).moved))
        for new, old in self._renamed.items():
            self._base[new] = self._base.pop(old)
            if old in self._ours and new not in self._ours:
                self._ours[new] = self._ours.pop(old)

    def set_aside(self, restored: Collection[str]) -> None:
        """Leave out what cannot be merged as text: ignored files, other line endings, `pyproject.toml`."""
        for path in restored:
            self._base.pop(path, None)
        self._place_migrations()
        wanted = self._theirs.keys() - self._ours.keys()
        in_the_way = {path for path in wanted if os.path.lexists(self._project / path)}
        for path in sorted(in_the_way | blocked(self._project, wanted)):
            self._kept.append(KeptFile(path, "the path is taken by a folder or by a file that git ignores"))
            self._base.pop(path, None)
            del self._theirs[path]
        for path, own in self._ours.items():
            versions = own, self._base.get(path), self._theirs.get(path)
            if path in self._theirs and len(set(versions)) == len(versions) and self._has_crlf(own):
                for files in (self._base, self._theirs):
                    if path in files:
                        files[path] = self._with_crlf(files[path])
        self._merge_pyproject()

    def _place_migrations(self) -> None:
        """Place new migrations after the user's own, and write those that drop the tables of removed ones."""
        removed = removed_migrations(self._base, self._theirs)
        changed = changed_migrations(self._base, self._theirs)
        altered = altered_migrations(self._base, self._theirs, self._trees)
        files = self._base, self._ours, self._theirs
        kept = [*place_migrations(*files, self._trees, partial(git.committed, self._project))]
        self._kept += [KeptFile(path, "a migration, which may be applied to a database") for path in kept]
        dropped = self._base.keys() - self._theirs.keys()
        left = {path: one for path, one in {**self._ours, **self._theirs}.items() if path not in dropped}
        drops = () if changed else drop_migrations(removed, self._base, left, self._trees)
        self._drops = tuple(drops)
        self._alters_tables = not altered.isdisjoint(kept)
        self._needs_migration = any(
            path in left and (changed or is_generated(path, left)) for path in removed
        )

    def _has_crlf(self, entry: Entry) -> bool:
        if entry.mode in {SYMLINK, GITLINK}:
            return False
        data = self._trees.content(entry)
        return b"\r\n" in data and data.count(b"\n") == data.count(b"\r\n")

    def _with_crlf(self, entry: Entry) -> Entry:
        data = self._trees.content(entry)
        return self._trees.with_content(entry, data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))

    def _merge_pyproject(self) -> None:
        versions = [files.get(PYPROJECT) for files in (self._base, self._ours, self._theirs)]
        if None in versions or len(set(versions)) != len(versions):
            return
        base, ours, theirs = (self._trees.content(one).decode() for one in versions if one)
        text = merged_pyproject(base, ours, theirs)
        if text is not None:  # to the merge of lines, only ours has changed
            self._ours[PYPROJECT] = self._trees.with_content(self._ours[PYPROJECT], text.encode())
            self._theirs[PYPROJECT] = self._base[PYPROJECT]

    def result(self, label: str) -> Transition:
        """Merge, and resolve deletions and binary files."""
        merged = self._trees.merge(self._base, self._ours, self._theirs, ("yours", label))
        files = dict(merged.files)
        conflicts = {
            path: stages
            for path, stages in merged.stages.items()
            if not self._decide(path, stages, files) and not self._insert(path, files)
        }
        changes = {
            path: (self._original.get(path), files.get(path))
            for path in sorted(self._original.keys() | files.keys())
            if self._original.get(path) != files.get(path) and path not in _UNMERGED
        }
        content = self._contents(
            [one for pair in changes.values() for one in pair]
            + [one for stages in conflicts.values() for one in stages.values()]
        )
        return Transition(
            {path: (content.get(before), content.get(after)) for path, (before, after) in changes.items()},
            {path: {n: content[one] for n, one in stages.items()} for path, stages in conflicts.items()},
            tuple(sorted(self._kept, key=lambda one: one.path)),
            self._digests,
            frozenset(files),
            frozenset(
                path
                for path in changes
                if path in files.keys() & self._ours and files[path] != self._theirs.get(path)
            ),
            {
                new: old
                for new, old in self._renamed.items()
                if new in changes.keys() - self._original and old in changes.keys() - files
            },
            self._drops,
            self._needs_migration,
            self._alters_tables,
        )

    def _decide(self, path: str, stages: Mapping[int, Entry], files: Files) -> bool:
        ours, theirs = stages.get(_OURS), stages.get(_THEIRS)
        if ours is None and theirs is None:
            return True  # both moved it away
        if ours is None:
            files.pop(path, None)
            self._kept.append(KeptFile(path, "you deleted it; the template has a newer version"))
            return True
        if theirs is None:
            files[path] = ours
            self._kept.append(KeptFile(path, "you changed it; the template no longer has it"))
            return True
        if any(self._trees.is_binary(one) for one in (ours, theirs) if one.mode != GITLINK):
            files[path] = ours
            self._kept.append(KeptFile(path, "it is binary, and changed on both sides"))
            return True
        return False

    def _insert(self, path: str, files: Files) -> bool:
        """Keep the lines of both sides in a file with slots, where one side only inserted lines."""
        if path not in files or path not in self._shared:
            return False
        text = both_insertions(self._trees.text(files[path]))
        if text is not None:
            files[path] = self._trees.with_text(files[path], text)
        return text is not None

    @cached_property
    def _shared(self) -> frozenset[str]:
        """The files with slots; only a conflict needs them."""
        return shared_paths(self._after.release.root, self._after.answers)

    def _contents(self, entries: Iterable[Entry | None]) -> dict[Entry | None, Content]:
        files = [one for one in entries if one is not None and one.mode != GITLINK]
        data = self._trees.contents(files)
        return {one: Content(one.mode, data[one.oid]) for one in files}
