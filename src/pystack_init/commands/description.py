"""Describe a change of a project: its files, its conflicts, the notes of its releases, what to run next."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pystack_init.errors import PystackError
from pystack_init.lifecycle.differences import unified
from pystack_init.lifecycle.goal import Goal
from pystack_init.lifecycle.migrations import is_migration
from pystack_init.lifecycle.notes import notes_between
from pystack_init.lifecycle.problems import ConflictsLeft
from pystack_init.lifecycle.project import Project, templates_differ
from pystack_init.lifecycle.transition import Transition
from pystack_init.planning.command_line import ALTER_TABLES, CONTINUE_CHANGE, MAKE_MIGRATION, MIGRATE
from pystack_init.questions.answers import as_typed
from pystack_init.results.change import Change, Changed, Conflict, ReleaseNote
from pystack_init.system.changeset import content_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A project, and what to bring it to; `defaults` are new questions that a default answers."""

    project: Project
    goal: Goal
    defaults: Sequence[str] = ()

    @property
    def is_same(self) -> bool:
        """Return whether the project has this release, these answers and these resources already."""
        recorded = self.project.version, self.project.recorded, self.project.resources
        return (self.goal.release.version, self.goal.answers, self.goal.resources) == recorded

    @property
    def title(self) -> str:
        """The change in one line."""
        before, after = self.project.version, self.goal.release.version
        changed = [f"{before} to {after}"] if before != after else []
        for key, value in self.goal.answers.items():
            if self.project.recorded.get(key) != value:
                default = " (default)" if key in self.defaults else ""
                changed.append(f"{key}: {as_typed(value)}{default}")
        changed += [f"{key}: no" for key in self.project.recorded if key not in self.goal.answers]
        return ", ".join(changed) or f"Nothing to change: the templates are those of {after}"


def described(request: Request, found: Transition, *, diff: bool) -> Changed:
    """Return the result that a change will have, as with `dry_run`."""
    project, goal = request.project, request.goal
    changes = tuple(_changes(found))
    conflicts = tuple(Conflict(*place) for place in found.conflict_lines())
    return Changed(
        title=request.title,
        releases=(project.version, goal.release.version),
        answers={key: one for key, one in goal.answers.items() if project.recorded.get(key) != one},
        defaults=request.defaults,
        notes=_notes(request, found),
        changes=changes,
        conflicts=conflicts,
        kept=found.kept,
        migrations=found.drops,
        next_steps=tuple(_next_steps(found, changes)),
        dry_run=True,
        diff=unified(found.changes) if diff else "",
        warnings=templates_differ(project, found.rendered[0]),
        error=conflicts_error(conflicts),
    )


def kind_of(before: object, after: object) -> str:
    """Name a change; None is a file that does not exist."""
    return "added" if before is None else "deleted" if after is None else "modified"


def _next_steps(found: Transition, changes: Sequence[Change]) -> Iterator[str]:
    if found.needs_migration:
        yield MAKE_MIGRATION
    if any(one.kind == "added" and is_migration(one.path) for one in changes):
        yield MIGRATE
    if found.alters_tables:  # compared with the tables of a database that has all migrations
        yield from (ALTER_TABLES, MIGRATE)


def _changes(found: Transition) -> Iterator[Change]:
    old_paths = set(found.renamed.values())
    merged = found.merged - found.conflicts.keys()
    for path, pair in sorted(found.changes.items()):
        if path in found.renamed:
            old = found.renamed[path]
            yield Change(path, "renamed", old, merged=path in merged)
        elif path not in old_paths:
            yield Change(path, kind_of(*pair), merged=path in merged)


def _notes(request: Request, found: Transition) -> tuple[ReleaseNote, ...]:
    project, goal = request.project, request.goal

    def read(path: str) -> bytes:
        content = found.changes[path][1] if path in found.changes else content_of(Path(project.path, path))
        return content.data if content else b""

    span = project.version, goal.release.version
    return notes_between(goal.release.root, goal.answers, span, found.paths, read)


def conflicts_error(conflicts: Sequence[Conflict]) -> PystackError | None:
    """Return the error that lists conflicts and says how to go on, if there are any."""
    if not conflicts:
        return None
    places = ", ".join(f"`{one.path}:{one.line}`" for one in conflicts)
    return ConflictsLeft(f"Merge conflicts in {places}", f"Resolve them, then run `{CONTINUE_CHANGE}`")
