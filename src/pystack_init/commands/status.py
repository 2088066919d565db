"""`status` and `diff`: where a project stands, and what its owner changed."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pystack_init.lifecycle.pristine import Digests, digest, fingerprint, number_of, recall, remember
from pystack_init.lifecycle.project import Project, project_in, templates_differ
from pystack_init.lifecycle.releases import current, is_newer, release
from pystack_init.planning.changes import included_features
from pystack_init.planning.command_line import CONTINUE_CHANGE, UNDO_CHANGE
from pystack_init.results import ResultWarning
from pystack_init.results.status import Difference, ProjectStatus
from pystack_init.system.changeset import Changeset, State, content_of

if TYPE_CHECKING:
    from pystack_init.lifecycle.goal import Goal


def status(folder: Path) -> ProjectStatus:
    """Report release, stack, answers, features, changed files and whether there is an update."""
    project = project_in(folder)
    warnings = []
    digests = recall(project.fingerprint)
    if digests is None:
        digests = _rendered(project)
        warnings += templates_differ(project, digests)
    changed = [path for path, one in digests.items() if digest(content_of(project.path / path)) != one]
    changed += _changed_resources(project)
    last = Changeset.read(project.path)
    if last is not None and last.state is not State.DONE:
        finish = f"`{CONTINUE_CHANGE}` or " if last.state is State.APPLYING else ""
        message = f"`{last.command}` was interrupted; run {finish}`{UNDO_CHANGE}`"
        warnings.append(ResultWarning("interrupted", message))
    return ProjectStatus(
        path=project.path,
        version=project.version,
        stack=project.stack.id,
        answers=project.recorded,
        features=included_features(project.recorded),
        resources=project.resources,
        changed_files=tuple(sorted(changed)),
        update_available=current().version if is_newer(current().version, project.version) else None,
        warnings=warnings,
    )


def diff(folder: Path) -> Difference:
    """Return the user's own changes to files of the templates."""
    from pystack_init.lifecycle.differences import unified  # noqa: PLC0415 - not for `status`
    from pystack_init.lifecycle.own_changes import own_changes  # noqa: PLC0415
    from pystack_init.system.staging import scratch  # noqa: PLC0415

    project = project_in(folder)
    with scratch() as temporary:
        changed = own_changes(project.path, _recorded(project, temporary), temporary)
        return Difference(text=unified(changed))


def _changed_resources(project: Project) -> list[str]:
    """List the files of resources that are not as they were written."""
    if not project.resources:
        return []
    found = {path: one for each in project.resources if not each.frozen for path, one in each.files.items()}
    contents = {path: content_of(project.path / path) for path in found}
    return [path for path, one in contents.items() if one is None or number_of(one.data) != found[path]]


def _rendered(project: Project) -> Digests:
    """Render the project's templates, and remember the result for the next time."""
    from pystack_init.system.staging import scratch  # noqa: PLC0415 - not if the files are known

    with scratch() as temporary:
        pristine = temporary / "pristine"
        goal = replace(_recorded(project, temporary), resources=())
        digests = goal.render(pristine, project.path)
    if fingerprint(digests) == project.fingerprint:
        remember(digests)
    return digests


def _recorded(project: Project, temporary: Path) -> "Goal":
    from pystack_init.lifecycle.goal import Goal  # noqa: PLC0415 - not if the files are known

    return Goal(release(project.version, temporary), project.recorded, project.resources)
