"""`generate field`: add fields to a resource, also after its files were edited, by a three-way merge."""

from collections.abc import Sequence

from pystack_init.commands.change import check_finished
from pystack_init.commands.description import conflicts_error
from pystack_init.commands.generate_steps import (
    GenerateOptions,
    changed_files,
    migrated,
    recorded_answers_of,
    write,
)
from pystack_init.lifecycle.goal import Goal
from pystack_init.lifecycle.models import check_references
from pystack_init.lifecycle.problems import OverlappingChanges
from pystack_init.lifecycle.project import Project
from pystack_init.lifecycle.releases import current
from pystack_init.lifecycle.resources import numbered
from pystack_init.lifecycle.transition import transition
from pystack_init.resources.fields import Field
from pystack_init.resources.problems import InvalidResource
from pystack_init.resources.resource import Resource
from pystack_init.results.change import Conflict
from pystack_init.results.generate import Generated
from pystack_init.results.progress import NO_PROGRESS, Progress
from pystack_init.system import git
from pystack_init.system.staging import scratch


def generate_field(
    project: Project,
    before: Resource,
    after: Resource,
    options: GenerateOptions,
    progress: Progress = NO_PROGRESS,
) -> Generated:
    """Add the fields that `after` has and `before` has not. Until everything is known, nothing is written."""
    check_finished(project.path)
    added = after.fields[len(before.fields) :]
    if not added:
        return Generated(title=f"`{before.name}` has these fields already", dry_run=options.dry_run)
    _check(before, added)
    progress.begin("Comparing the templates with the project")
    resources = tuple(after if one.name == after.name else one for one in project.resources)
    check_references(project.path, project.stack, resources, [after])
    with scratch() as folder:
        goals = [Goal(current(), project.recorded, one) for one in (project.resources, resources)]
        found = transition(project.path, goals[0], goals[1], folder)
    # A merge without a conflict can be undone; the markers of one would be mixed with the user's own changes.
    if overlap := sorted(git.uncommitted(project.path) & found.conflicts.keys()):
        raise OverlappingChanges(overlap)
    recorded = numbered(current().root, project.recorded, resources, project.path)
    changes = {**found.changes, **recorded_answers_of(project, recorded)}
    conflicts = [Conflict(*place) for place in found.conflict_lines()]
    result = Generated(
        title=f"Added {', '.join(f'`{one.name}`' for one in added)} to `{after.name}`",
        files=changed_files(changes),
        conflicts=conflicts,
        kept=found.kept,
        dry_run=options.dry_run,
        error=conflicts_error(conflicts),
    )
    if options.dry_run:
        return result
    write(project.path, options, changes, progress, found.conflicts)
    name = "add_" + "_".join(one.name for one in added)
    return migrated(project.path, result, name[:60], options, progress)


def _check(resource: Resource, added: Sequence[Field]) -> None:
    """Refuse what cannot be merged, and a required field: the rows that exist have no value for it."""
    if resource.frozen:
        raise InvalidResource(f"`{resource.name}` is frozen", "Remove `frozen: true` in `.pystack-init.yml`")
    if not git.has_git():
        raise git.GitMissing("Fields are added by a merge of git, which is not installed", "Install git")
    for one in added:
        if not one.has("optional") and one.default is None:
            raise InvalidResource(
                f"The rows that exist have no value for `{one.name}`",
                f"Write `{one.words}:optional`, or give it a default",
            )
