"""Change a project that exists: merge, write, install. `update`, `add`, `remove`, `set`, `switch` use it."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pystack_init.commands.description import Request, described, kind_of
from pystack_init.errors import PystackError, StepFailed
from pystack_init.lifecycle.creation import answers_change, answers_text
from pystack_init.lifecycle.goal import Goal
from pystack_init.lifecycle.pristine import Digests, fingerprint, remember
from pystack_init.lifecycle.problems import ConflictsLeft, LinesLeft, OverlappingChanges
from pystack_init.lifecycle.pyproject import PYPROJECT
from pystack_init.lifecycle.releases import release
from pystack_init.lifecycle.resource_lines import insert_new_lines
from pystack_init.lifecycle.resources import numbered
from pystack_init.lifecycle.transition import has_markers, transition
from pystack_init.planning.command_line import CONTINUE_CHANGE, UNDO_CHANGE
from pystack_init.results.change import Change, Changed
from pystack_init.results.progress import NO_PROGRESS, Progress
from pystack_init.results.project import StepResult, StepStatus
from pystack_init.system import git, programs
from pystack_init.system.changeset import UNDO, Changeset, Content, State, Versions, content_of, discard
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A change that is known in full and not written yet; `preview` is its result with `dry_run`."""

    project: Path
    preview: Changed
    changes: Versions = field(default_factory=dict)
    conflicts: Mapping[str, Mapping[int, Content]] = field(default_factory=dict)
    rendered: Digests = field(default_factory=dict)


def change(request: Request, options: ChangeOptions, progress: Progress = NO_PROGRESS) -> Changed:
    """Bring a project to a goal. Until everything is known, nothing is written."""
    return write(plan(request, options, progress), options, progress)


def plan(request: Request, options: ChangeOptions, progress: Progress = NO_PROGRESS) -> Plan:
    """Merge, and write nothing; refuse a change that would touch uncommitted changes."""
    project = request.project
    check_finished(project.path)
    report("", "Cancelled; nothing was changed")
    if request.is_same and not options.restored:
        return Plan(project=project.path, preview=Changed(title=request.title, dry_run=True))
    if not git.has_git():
        raise git.GitMissing("Changes of a project are merged by git, which is not installed", "Install git")
    progress.begin("Comparing the templates with the project")
    with scratch() as folder:
        before = Goal(release(project.version, folder), project.recorded, project.resources)
        found = transition(project.path, before, request.goal, folder, restored=options.restored)
        changes = dict(found.changes)
        goal, lines = insert_new_lines(project.path, before, request.goal, changes)
    changes |= _answers(goal, project.path, found.rendered[1])
    found = replace(found, changes=changes)
    overlap = sorted(git.uncommitted(project.path) & found.changes.keys())
    if overlap:
        raise OverlappingChanges(overlap)
    preview = described(request, found, diff=options.diff)
    missing = [(one.path, one.text) for one in lines if not one.done]
    if missing and preview.error is None:
        preview = replace(preview, error=LinesLeft(missing))
    return Plan(
        project=project.path,
        preview=preview,
        changes=found.changes,
        conflicts=found.conflicts,
        rendered=found.rendered[1],
    )


def write(plan: Plan, options: ChangeOptions, progress: Progress = NO_PROGRESS) -> Changed:
    """Write a plan and install; without a change, or with `dry_run`, return it."""
    preview = plan.preview
    if options.dry_run or not plan.changes:
        return replace(preview, dry_run=options.dry_run)
    project = plan.project
    progress.begin("Writing the files")
    # The user may have read the plan for a while.
    changed = [path for path, (before, _) in plan.changes.items() if content_of(project / path) != before]
    if changed:
        raise OverlappingChanges(changed)
    with deferred():
        notes = {"conflicts": list(plan.conflicts)}
        changeset = Changeset.prepare(project, options.command, plan.changes, notes)
        changeset.apply()
        try:
            complete_dotenv(project, project / UNDO)
        except OSError:
            changeset.undo()
            raise
        git.record_conflicts(project, plan.conflicts)
        remember(plan.rendered)
        report("To resume:\n  uv sync", "Cancelled; the files of the project are changed")
    installs = options.install and PYPROJECT in plan.changes and PYPROJECT not in plan.conflicts
    steps = [_install(project, progress)] if installs else []
    finished()
    failed = any(step.status is StepStatus.FAILED for step in steps)
    error = StepFailed({"install": ""}, "To resume:\n  uv sync", "changed") if failed else None
    return replace(preview, dry_run=False, undo=UNDO_CHANGE, steps=tuple(steps), error=preview.error or error)


def check_finished(project: Path) -> None:
    """Refuse to start while an earlier change is interrupted or has conflicts."""
    last = Changeset.read(project)
    if last is None:
        return
    if last.state is State.APPLYING:
        message = f"`{last.command}` was interrupted before it wrote all files"
        raise PystackError(message, f"Run `{UNDO_CHANGE}` to restore the project, or `{CONTINUE_CHANGE}`")
    _check_not_undoing(last)
    left = _left(last)
    if left:
        message = f"`{last.command}` left conflicts in {', '.join(f'`{one}`' for one in left)}"
        raise PystackError(message, f"Resolve them, then run `{CONTINUE_CHANGE}`; `{UNDO_CHANGE}` undoes it")


def _check_not_undoing(last: Changeset) -> None:
    """Refuse to go on while some files have their old contents again."""
    if last.state is State.UNDOING:
        message = f"The undo of `{last.command}` was interrupted"
        raise PystackError(message, f"Run `{UNDO_CHANGE}` to finish it")


def abort(project: Path) -> Changed:
    """Restore the project as it was before the last change."""
    last = _last(project)
    last.undo()
    git.reset_index(project, _conflicted(last))
    changes = tuple(Change(one.path, kind_of(one.after, one.before)) for one in last.files)
    return Changed(title=f"Undid `{last.command}`", changes=changes)


def resume(project: Path) -> Changed:
    """Finish the last change: write the rest if it was interrupted, and accept resolved conflicts."""
    last = _last(project)
    _check_not_undoing(last)
    if last.state is State.APPLYING:
        last.apply()
    left = _left(last)
    if left:
        places = ", ".join(f"`{path}`" for path in left)
        raise ConflictsLeft(
            f"There are conflict markers in {places}", f"Resolve them, then run `{CONTINUE_CHANGE}`"
        )
    complete_dotenv(project, project / UNDO)
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


def _answers(goal: Goal, project: Path, rendered: Digests) -> Versions:
    """Return the change of the answers file."""
    resources = numbered(goal.release.root, goal.answers, goal.resources, project)
    text = answers_text(goal.answers, goal.release.version, fingerprint(rendered), resources)
    return answers_change(project, text)


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
