"""`new`: make a project from a plan, then install, verify and commit it."""

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

from pystack_init.commands.steps import Followed, Switches, follow, planned
from pystack_init.planning.command_line import command_line
from pystack_init.planning.plan import Plan
from pystack_init.render import render
from pystack_init.results.project import Created, Inventory, Status, Step, WrittenFile
from pystack_init.system.dotenv import write_dotenv
from pystack_init.system.signals import finished, hint
from pystack_init.system.staging import check_target, scratch, staged

Listener = Callable[[str], None]


def new(plan: Plan, switches: Switches, *, tell: Listener) -> Created:
    """Make the project. Until this returns, whatever stops it leaves the target as it was."""
    check_target(plan.target)
    if switches.dry_run:
        return _preview(plan, switches)
    hint(f"To begin again:\n  {command_line(plan.target, plan.answers, *switches.spelled)}")
    started = time.perf_counter()
    with staged(plan.target) as staging:
        tell("Writing the project")
        render(plan.values, plan.slug, staging.folder.absolute())
        files = _inventory(staging.folder)
        write_dotenv(staging.folder)
        staging.place()
        written = Step("render", Status.DONE, time.perf_counter() - started)
        followed = follow(plan, switches, tell=tell)
        finished()
    return _created(plan, switches, files, written, followed)


def _preview(plan: Plan, switches: Switches) -> Created:
    with scratch() as folder:
        render(plan.values, plan.slug, folder / "project")
        files = _inventory(folder / "project")
    return _created(plan, switches, files, Step("render", Status.PLANNED), planned(plan, switches))


def _created(plan: Plan, switches: Switches, files: Inventory, written: Step, followed: Followed) -> Created:
    return Created(
        path=plan.target,
        answers=plan.answers,
        files=files,
        steps=(written, *followed.steps),
        reproduce=command_line(plan.target, plan.answers, *switches.spelled),
        next_steps=followed.next_steps,
        dry_run=switches.dry_run,
        warnings=followed.warnings,
        error=followed.error,
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
