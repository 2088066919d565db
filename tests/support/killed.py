"""Kill a change of a project before each of its steps, and report what is left: one JSON object a line.

A step is a call that changes the file system; an audit hook counts them. Each run is a forked process on a
copy of the project, and the last one ends by itself.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from edits import bytes_of
from pystack_init.commands.change import ChangeOptions, abort, plan, resume, write
from pystack_init.commands.description import Request
from pystack_init.errors import PystackError
from pystack_init.lifecycle.goal import Goal
from pystack_init.lifecycle.project import Project
from pystack_init.lifecycle.releases import current
from pystack_init.planning.changes import with_features
from pystack_init.system.changeset import Changeset

CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.symlink", "os.chmod", "os.truncate"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
OPTIONS = ChangeOptions(command="pystack-init add docker", install=False)


def main(origin: Path, folder: Path) -> None:
    """Kill `add docker` and its undo at every step."""
    project = Project.read(origin)
    goal = Goal(current(), with_features(project.recorded, ["docker"], wanted=True))
    made = plan(Request(project=project, goal=goal), OPTIONS)
    for file in (one for one in origin.rglob("*") if one.is_file()):
        if file.relative_to(origin).as_posix() not in {*made.changes, ".env", ".env.example"}:
            file.unlink()  # the copies are smaller then
    changed = copy(origin, folder / "changed")
    write(replace(made, project=changed), OPTIONS)
    trees = {"old": tree(origin), "new": tree(changed)}

    def report(action: str, start: Path, run: Callable[[Path], object]) -> Iterator[dict[str, Any]]:
        for step in count():
            left = copy(start, folder / "left")
            is_killed = killed(run, left, step)
            last = Changeset.read(left)
            yield {
                "action": action,
                "state": last.state if last else None,
                "tree": named(trees, left),
                "secrets": (left / ".env").read_bytes().startswith((origin / ".env").read_bytes()),
                "aborted": named(trees, after(abort, copy(left, folder / "aborted"))),
                "continued": named(trees, after(resume, copy(left, folder / "continued"))),
            }
            if not is_killed:
                return

    for line in report("write", origin, lambda left: write(replace(made, project=left), OPTIONS)):
        print(json.dumps(line))
    for line in report("abort", changed, abort):
        print(json.dumps(line))


def copy(source: Path, target: Path) -> Path:
    """Copy a project as hard links: a write in place would change the original too, and fail the test."""
    shutil.rmtree(target, ignore_errors=True)
    return Path(shutil.copytree(source, target, symlinks=True, copy_function=os.link))


def killed(run: Callable[[Path], object], project: Path, step: int) -> bool:
    """Run in a forked process that is killed before its step; return whether it was."""
    child = os.fork()
    if not child:
        left = count(step, -1)

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            is_write = event == "open" and bool(arguments[2] & WRITES)
            if (is_write or event in CHANGES) and not next(left):
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(hook)
        run(project)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def after(run: Callable[[Path], object], project: Path) -> Path:
    """Run what a user runs next, which may be refused."""
    with suppress(PystackError):
        run(project)
    return project


def tree(project: Path) -> dict[str, bytes]:
    """Read the files of a project without the random secrets."""
    return {path: data for path, data in bytes_of(project).items() if path != ".env"}


def named(trees: dict[str, dict[str, bytes]], project: Path) -> str:
    """Say whether a project is the old one, the new one, or a mixture."""
    return next((name for name, files in trees.items() if files == tree(project)), "mixed")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
