"""Change a project that exists: merge, write, install. `update`, `add`, `remove`, `set`, `switch` use it."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pystack_init.errors import PystackError, StepFailed
from pystack_init.lifecycle.creation import answers_text
from pystack_init.lifecycle.differences import unified
from pystack_init.lifecycle.problems import ConflictsLeft, OverlappingChanges
from pystack_init.lifecycle.project import ANSWERS_FILE, Project
from pystack_init.lifecycle.pyproject import PYPROJECT
from pystack_init.lifecycle.releases import release
from pystack_init.lifecycle.transition import Goal, Transition, has_markers, transition
from pystack_init.planning.command_line import CONTINUE_CHANGE, UNDO_CHANGE
from pystack_init.results.change import Change, Changed, Conflict
from pystack_init.results.progress import NO_PROGRESS, Progress
from pystack_init.results.project import StepResult, StepStatus
from pystack_init.system import git, programs
from pystack_init.system.changeset import Changeset, Content, State, content_of, discard
from pystack_init.system.dotenv import complete_dotenv
from pystack_init.system.signals import deferred, finished, report
from pystack_init.system.staging import scratch
from pystack_init.system.uv import find_uv


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOptions:
    """How to change a project; `restored` are deleted paths to bring back."""

    command: str
    install: bool = True
    dry_run: bool = False
    diff: bool = False
    restored: Sequence[str] = ()


def change(
    project: Project, goal: Goal, title: str, options: ChangeOptions, progress: Progress = NO_PROGRESS
) -> Changed:
    """Bring the project to the goal. Until everything is known, nothing is written."""
    check_finished(project.path)
    report("", "Cancelled; nothing was changed")
    same = goal.release.version == project.version and goal.answers == project.recorded
    if same and not options.restored:
        return Changed(title=title, dry_run=options.dry_run)
    if not git.has_git():
        raise git.GitMissing("Changes of a project are merged by git, which is not installed", "Install git")
    progress.begin("Comparing the templates with the project")
    with scratch() as folder:
        before = Goal(release(project.version, folder), project.recorded)
        found = transition(project.path, before, goal, folder, restored=options.restored)
        found = replace(found, changes={**found.changes, **_answers(project, goal, found.fingerprint)})
    overlap = sorted(git.uncommitted(project.path) & found.changes.keys())
    if overlap:
        raise OverlappingChanges(overlap)
    if options.dry_run:
        return _changed(title, found, options)
    return _written(project.path, title, found, options, progress)


def check_finished(project: Path) -> None:
    """Refuse to start while an earlier change is interrupted or has conflicts."""
    last = Changeset.read(project)
    if last is None:
        return
    if last.state is State.APPLYING:
        message = f"`{last.command}` was interrupted before it wrote all files"
        raise PystackError(message, f"Run `{UNDO_CHANGE}` to restore the project, or `{CONTINUE_CHANGE}`")
    left = _left(last)
    if left:
        message = f"`{last.command}` left conflicts in {', '.join(f'`{one}`' for one in left)}"
        raise PystackError(message, f"Resolve them, then run `{CONTINUE_CHANGE}`; `{UNDO_CHANGE}` undoes it")


def abort(project: Path) -> Changed:
    """Restore the project as it was before the last change."""
    last = _last(project)
    last.undo()
    git.reset_index(project, _conflicted(last))
    changes = tuple(Change(one.path, _kind(one.after, one.before)) for one in last.files)
    return Changed(title=f"Undid `{last.command}`", changes=changes)


def resume(project: Path) -> Changed:
    """Finish the last change: write the rest if it was interrupted, and accept resolved conflicts."""
    last = _last(project)
    if last.state is State.APPLYING:
        last.apply()
    left = _left(last)
    if left:
        places = ", ".join(f"`{path}`" for path in left)
        raise ConflictsLeft(
            f"There are conflict markers in {places}", f"Resolve them, then run `{CONTINUE_CHANGE}`"
        )
    git.stage(project, _conflicted(last))
    discard(project)
    return Changed(title=f"Finished `{last.command}`")


def _last(project: Path) -> Changeset:
    last = Changeset.read(project)
    if last is None:
        raise PystackError("No change is in progress", "`git status` shows your own edits")
    return last


def _conflicted(last: Changeset) -> list[str]:
    conflicts = last.notes.get("conflicts", ())
    return [str(one) for one in conflicts] if isinstance(conflicts, list) else []


def _left(last: Changeset) -> list[str]:
    return [path for path in _conflicted(last) if has_markers(content_of(last.project / path))]


def _answers(
    project: Project, goal: Goal, fingerprint: int
) -> Mapping[str, tuple[Content | None, Content | None]]:
    """Return the change of the answers file."""
    text = answers_text(goal.answers, goal.release.version, fingerprint)
    before = content_of(project.path / ANSWERS_FILE)
    after = Content(before.mode if before else "100644", text)
    return {ANSWERS_FILE: (before, after)} if before != after else {}


def _written(
    project: Path, title: str, found: Transition, options: ChangeOptions, progress: Progress
) -> Changed:
    progress.begin(f"Writing {len(found.changes)} files")
    notes = {"conflicts": list(found.conflicts)}
    with deferred():
        Changeset.prepare(project, options.command, found.changes, notes).apply()
        git.record_conflicts(project, found.conflicts)
        complete_dotenv(project)
        report("To resume:\n  uv sync", "Cancelled; the files of the project are changed")
    installs = options.install and PYPROJECT in found.changes and PYPROJECT not in found.conflicts
    steps = [_install(project, progress)] if installs else []
    finished()
    return _changed(title, found, options, steps)


def _install(project: Path, progress: Progress) -> StepResult:
    progress.begin("Installing the dependencies")
    started = time.perf_counter()
    uv = find_uv()
    # Without a network, the packages may be in uv's cache.
    done = uv is not None and any(
        programs.run([str(uv), "sync", *flags], project).ok for flags in ([], ["--offline"])
    )
    status = StepStatus.DONE if done else StepStatus.FAILED
    return StepResult("install", status, time.perf_counter() - started, None if done else "uv sync")


def _changed(
    title: str,
    found: Transition,
    options: ChangeOptions,
    steps: Sequence[StepResult] = (),
) -> Changed:
    conflicts = tuple(Conflict(*place) for place in found.conflict_lines())
    failed = any(step.status is StepStatus.FAILED for step in steps)
    error: PystackError | None = None
    if conflicts:
        places = ", ".join(f"`{one.path}:{one.line}`" for one in conflicts)
        error = ConflictsLeft(f"Merge conflicts in {places}", f"Resolve them, then run `{CONTINUE_CHANGE}`")
    elif failed:
        error = StepFailed({"install": ""}, "To resume:\n  uv sync", "changed")
    return Changed(
        title=title,
        changes=tuple(Change(path, _kind(*pair)) for path, pair in sorted(found.changes.items())),
        conflicts=conflicts,
        kept=found.kept,
        steps=tuple(steps),
        undo=None if options.dry_run else UNDO_CHANGE,
        dry_run=options.dry_run,
        diff=unified(found.changes) if options.diff else "",
        error=error,
    )


def _kind(before: object, after: object) -> str:
    """Name a change; None is a file that does not exist."""
    return "added" if before is None else "deleted" if after is None else "modified"
