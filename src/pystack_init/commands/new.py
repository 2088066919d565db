"""`new`: make a project from a plan, then install, verify and commit it."""

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

from pystack_init.commands.steps import RunOptions, StepResults, planned_steps, run_steps
from pystack_init.lifecycle.creation import create_files
from pystack_init.planning.command_line import command_line
from pystack_init.planning.plan import Plan
from pystack_init.results.project import Created, Inventory, StepResult, StepStatus, WrittenFile
from pystack_init.system.dotenv import write_dotenv
from pystack_init.system.signals import finished, hint
from pystack_init.system.staging import check_target, scratch, staged

ProgressCallback = Callable[[str], None]


def new(plan: Plan, options: RunOptions, *, on_progress: ProgressCallback) -> Created:
    """Make the project. Until this returns, whatever stops it leaves the target as it was."""
    check_target(plan.target)
    if options.dry_run:
        return _preview(plan, options)
    hint(f"To begin again:\n  {command_line(plan.target, plan.answers, *options.flags)}")
    started = time.perf_counter()
    with staged(plan.target) as staging:
        on_progress("Writing the project")
        create_files(plan.values, plan.slug, staging.folder.absolute())
        files = _inventory(staging.folder)
        write_dotenv(staging.folder)
        staging.place()
        written = StepResult("render", StepStatus.DONE, time.perf_counter() - started)
        results = run_steps(plan, options, on_progress=on_progress)
        finished()
    return _created(plan, options, files, written, results)


def _preview(plan: Plan, options: RunOptions) -> Created:
    with scratch() as folder:
        create_files(plan.values, plan.slug, folder / "project")
        files = _inventory(folder / "project")
    return _created(
        plan, options, files, StepResult("render", StepStatus.PLANNED), planned_steps(plan, options)
    )


def _created(
    plan: Plan, options: RunOptions, files: Inventory, written: StepResult, results: StepResults
) -> Created:
    return Created(
        path=plan.target,
        answers=plan.answers,
        files=files,
        steps=(written, *results.steps),
        reproduce=command_line(plan.target, plan.answers, *options.flags),
        next_steps=results.next_steps,
        dry_run=options.dry_run,
        warnings=results.warnings,
        error=results.error,
    )


def _inventory(project: Path) -> Inventory:
    digest = hashlib.sha256()
    files = []
    for path in sorted(one for one in project.rglob("*") if one.is_file()):
        content = path.read_bytes()
        name = path.relative_to(project).as_posix()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
        files.append(WrittenFile(name, len(content)))
    return Inventory(tuple(files), digest.hexdigest())
