"""`status` and `diff`: where a project stands, and what its owner changed."""

from pathlib import Path

from pystack_init.commands.lifecycle import project_in
from pystack_init.lifecycle.creation import fingerprint_of
from pystack_init.lifecycle.differences import unified
from pystack_init.lifecycle.own_changes import own_changes
from pystack_init.lifecycle.project import Project
from pystack_init.lifecycle.releases import current, is_newer, release
from pystack_init.lifecycle.transition import Goal
from pystack_init.planning.changes import included_features
from pystack_init.planning.command_line import CONTINUE_CHANGE, UNDO_CHANGE
from pystack_init.results import ResultWarning
from pystack_init.results.status import Difference, ProjectStatus
from pystack_init.system.changeset import Changeset, State
from pystack_init.system.staging import scratch


def status(folder: Path) -> ProjectStatus:
    """Report release, stack, answers, features, changed files and whether there is an update."""
    project = project_in(folder)
    warnings = []
    with scratch() as temporary:
        changed = own_changes(project.path, _recorded(project, temporary), temporary)
        if project.fingerprint not in (0, fingerprint_of(temporary / "pristine")):
            message = f"The templates {project.version} of this installation differ from those of the project"
            warnings.append(ResultWarning("templates-differ", message))
    last = Changeset.read(project.path)
    if last is not None and last.state is State.APPLYING:
        message = f"`{last.command}` was interrupted; run `{CONTINUE_CHANGE}` or `{UNDO_CHANGE}`"
        warnings.append(ResultWarning("interrupted", message))
    return ProjectStatus(
        path=project.path,
        version=project.version,
        stack=project.stack.id,
        answers=project.recorded,
        features=included_features(project.recorded),
        changed_files=tuple(changed),
        update_available=current().version if is_newer(current().version, project.version) else None,
        warnings=warnings,
    )


def diff(folder: Path) -> Difference:
    """Return the user's own changes to files of the templates."""
    project = project_in(folder)
    with scratch() as temporary:
        changed = own_changes(project.path, _recorded(project, temporary), temporary)
        return Difference(text=unified(changed))


def _recorded(project: Project, temporary: Path) -> Goal:
    return Goal(release(project.version, temporary), project.recorded)
