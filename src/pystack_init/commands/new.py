"""`new`: create a project from a plan, then install, verify and commit it."""

import time
from pathlib import Path

from pystack_init.commands.step_list import steps_of
from pystack_init.commands.steps import StepResults, planned_steps, report_kept, run_steps
from pystack_init.lifecycle.creation import create_files, digest_of
from pystack_init.lifecycle.layout import layout_of
from pystack_init.lifecycle.pristine import remember
from pystack_init.planning.command_line import new_command
from pystack_init.planning.plan import Plan
from pystack_init.planning.run_options import RunOptions
from pystack_init.recommendation.choice import stack_warning
from pystack_init.results import ResultWarning
from pystack_init.results.progress import NO_PROGRESS, Progress
from pystack_init.results.project import Created, Inventory, StepResult, StepStatus, WrittenFile
from pystack_init.system.dotenv import write_dotenv
from pystack_init.system.signals import deferred, report
from pystack_init.system.staging import check_target, scratch, staged
from pystack_init.system.workspace import NoWorkspace, WorkspaceUndecided, enclosing_workspace, excluded


def new(plan: Plan, options: RunOptions, progress: Progress = NO_PROGRESS) -> Created:
    """Create the project. A failure or a signal leaves the target unchanged, or with every file."""
    check_target(plan.target)
    root = workspace_to_leave(plan.target, options.workspace)
    if options.dry_run:
        return _preview(plan, options)
    report(f"To start again:\n  {new_command(plan.target, plan.answers, options)}")
    started = time.perf_counter()
    with staged(plan.target) as staging, excluded(plan.target, root):
        progress.begin("Writing the project")
        rendered = create_files(plan.values, plan.slug, staging.folder.absolute())
        files = _inventory(staging.folder)
        write_dotenv(staging.folder)
        steps, warnings = steps_of(plan, options)
        with deferred():
            staging.place()
            report_kept(plan, steps)
    remember(rendered)
    written = StepResult("render", StepStatus.DONE, time.perf_counter() - started)
    results = run_steps(plan, steps, warnings, progress)
    return _created(plan, options, files, written, results)


def workspace_to_leave(target: Path, choice: bool | None) -> Path | None:  # noqa: FBT001 - None is a third value
    """Return the workspace to exclude the project from; refuse one that would include it without a choice."""
    root = enclosing_workspace(target)
    if root and choice is None:
        raise WorkspaceUndecided(root, target)
    if choice and not root:
        raise NoWorkspace(target)
    return None if choice else root


def _preview(plan: Plan, options: RunOptions) -> Created:
    with scratch() as folder:
        create_files(plan.values, plan.slug, folder / "project")
        files = _inventory(folder / "project")
    rendered = StepResult("render", StepStatus.PLANNED)
    return _created(plan, options, files, rendered, planned_steps(plan, options))


def _created(
    plan: Plan, options: RunOptions, files: Inventory, rendered: StepResult, results: StepResults
) -> Created:
    return Created(
        path=plan.target,
        answers=plan.answers,
        files=files,
        steps=(rendered, *results.steps),
        reproduce=new_command(plan.target, plan.answers, options),
        next_steps=results.next_steps,
        dry_run=options.dry_run,
        tree=options.tree or options.dry_run,
        warnings=[*warnings_about(plan), *results.warnings],
        error=results.error,
    )


def warnings_about(plan: Plan) -> list[ResultWarning]:
    """Warn about a stack that the answers do not recommend."""
    message = stack_warning(plan.answers)
    return [ResultWarning("stack-not-recommended", message)] if message else []


def _inventory(project: Path) -> Inventory:
    files = sorted(one for one in project.rglob("*") if one.is_file())
    listed = tuple(WrittenFile(one.relative_to(project).as_posix(), one.stat().st_size) for one in files)
    return Inventory(listed, digest_of(project), layout_of(project))
