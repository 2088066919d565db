"""Compare a project with the pristine one: the files that its own templates and answers render."""

from pathlib import Path

from pystack_init.lifecycle.goal import Goal
from pystack_init.lifecycle.pristine import digest
from pystack_init.system.changeset import Versions, content_of


def own_changes(project: Path, goal: Goal, folder: Path) -> Versions:
    """Return each file that the user changed or deleted, pristine and as it is; `folder` is temporary."""
    pristine = folder / "pristine"
    goal.render(pristine, project)
    found = {}
    for file in sorted(one for one in pristine.rglob("*") if not one.is_dir()):
        path = file.relative_to(pristine).as_posix()
        before, after = content_of(file), content_of(project / path)
        if digest(before) != digest(after):
            found[path] = before, after
    return found
