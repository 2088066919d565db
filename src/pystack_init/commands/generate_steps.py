"""What the forms of `generate` share: options, the answers file, writing, and the migration."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from pystack_init.commands.description import kind_of
from pystack_init.commands.step_list import run_uv
from pystack_init.errors import StepFailed
from pystack_init.lifecycle.creation import answers_change, answers_text
from pystack_init.lifecycle.project import Project
from pystack_init.planning.command_line import UNDO_CHANGE
from pystack_init.resources.problems import InvalidResource
from pystack_init.resources.resource import Resource
from pystack_init.results.change import Change
from pystack_init.results.generate import Generated
from pystack_init.results.progress import Progress
from pystack_init.results.project import StepResult, StepStatus
from pystack_init.suggestions import did_you_mean
from pystack_init.system import git, programs
from pystack_init.system.changeset import Changes, Changeset, Content
from pystack_init.system.signals import deferred, finished, report
from pystack_init.system.uv import find_uv


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerateOptions:
    """How to generate; `command` is what was typed, for the message that undoes it."""

    command: str
    dry_run: bool = False
    migrate: bool = True


def resource_of(project: Project, name: str) -> Resource:
    """Return a resource of the project, or refuse an unknown name."""
    known = {one.name: one for one in project.resources}
    if name not in known:
        hint = did_you_mean(name, list(known)) if known else "`pystack-init status` lists the resources"
        raise InvalidResource(f"The project has no generated resource `{name}`", hint)
    return known[name]


def recorded_answers_of(project: Project, resources: tuple[Resource, ...]) -> Changes:
    """Return the change of the answers file."""
    text = answers_text(project.recorded, project.version, project.fingerprint, resources)
    return answers_change(project.path, text)


def changed_files(changes: Changes) -> list[Change]:
    """Return the changes for the result."""
    return [Change(path, kind_of(*pair)) for path, pair in sorted(changes.items())]


def write(
    project: Path,
    options: GenerateOptions,
    changes: Changes,
    progress: Progress,
    conflicts: Mapping[str, Mapping[int, Content]] | None = None,
) -> None:
    """Write all files as one step that can be undone."""
    progress.begin(f"Writing {len(changes)} files")
    with deferred():
        notes = {"conflicts": list(conflicts or {})}
        Changeset.prepare(project, options.command, changes, notes).apply()
        if conflicts:
            git.record_conflicts(project, conflicts)
        report("", "Cancelled; the files are written")


def migrated(
    project: Path, result: Generated, name: str, options: GenerateOptions, progress: Progress
) -> Generated:
    """Let the project make the migration, as a step whose failure keeps the files."""
    result = replace(result, undo=UNDO_CHANGE)
    if result.error:
        return result
    command = ["uv", "run", "just", "makemigration", name]
    typed, after = programs.shell(*command), "uv run just migrate"
    if not options.migrate:
        finished()
        skipped = StepResult("migration", StepStatus.SKIPPED, 0.0, typed)
        return replace(result, steps=[skipped], next_steps=[typed, after])
    progress.begin("Making the migration")
    started = time.perf_counter()
    completed = run_uv(project, find_uv(), lambda _: None, command[1:])
    finished()
    seconds = time.perf_counter() - started
    if completed.ok:
        done = StepResult("migration", StepStatus.DONE, seconds)
        return replace(result, steps=[done], next_steps=[after, "uv run just test"])
    lines = [line for line in completed.output.splitlines() if line.strip()] or ["no output"]
    return replace(
        result,
        steps=[StepResult("migration", StepStatus.FAILED, seconds, typed, "\n".join(lines))],
        error=StepFailed({"migration": lines[-1].strip()}, f"To resume:\n  {typed}", "changed"),
    )
