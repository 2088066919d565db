"""`generate`: write a resource with its list, permissions, admin, migration and tests."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pystack_init.commands.change import check_finished
from pystack_init.commands.generate_steps import (
    GenerateOptions,
    changed_files,
    migrated,
    recorded_answers_of,
    write,
)
from pystack_init.lifecycle.models import check_references
from pystack_init.lifecycle.problems import LinesLeft
from pystack_init.lifecycle.project import Project
from pystack_init.lifecycle.releases import current
from pystack_init.lifecycle.resource_lines import insert_lines
from pystack_init.lifecycle.resources import edits_for, numbers_of, render_resources
from pystack_init.resources.problems import InvalidResource
from pystack_init.resources.resource import Resource, in_order
from pystack_init.results.generate import Generated, LineEdit
from pystack_init.results.progress import NO_PROGRESS, Progress
from pystack_init.system.changeset import PLAIN, Changes, Content
from pystack_init.system.signals import report


def generate(
    project: Project, wanted: Sequence[Resource], options: GenerateOptions, progress: Progress = NO_PROGRESS
) -> Generated:
    """Write resources that the project does not have. Until everything is known, nothing is written."""
    check_finished(project.path)
    report("", "Cancelled; nothing was changed")
    new = in_order([one for one in wanted if not _has(project, one)])
    progress.begin("Rendering the resource")
    recorded = {one.name: one for one in (*project.resources, *new)}
    check_references(project.path, project.stack, tuple(recorded.values()), new)
    files = _new_files(project, tuple(recorded.values()), new)
    changes: Changes = {path: (None, Content(PLAIN, data)) for path, data in files.items()}
    edits = []
    for one in wanted:
        rows = edits_for(current().root, project.recorded, one)
        found = insert_lines(project.path, rows, changes)
        edits += found
        if one in new:
            recorded[one.name] = _with_record(one, files, found)
    changes |= recorded_answers_of(project, tuple(recorded.values()))
    missing = [one for one in edits if not one.done]
    names = " and ".join(f"`{one.name}`" for one in wanted)
    result = Generated(
        title=f"Generated {names}" if changes else f"{names} is generated already",
        files=changed_files(changes),
        edits=edits,
        dry_run=options.dry_run,
        error=LinesLeft([(one.path, one.text) for one in missing]) if missing else None,
    )
    if options.dry_run or not changes:
        return result
    write(project.path, options, changes, progress)
    name = "_".join(one.name for one in new)
    return migrated(project.path, result, name, options, progress) if new else result


def _has(project: Project, resource: Resource) -> bool:
    """Return whether a resource is recorded with the same words; refuse other words and taken folders."""
    recorded = next((one for one in project.resources if one.name == resource.name), None)
    if recorded is not None:
        if replace(recorded, frozen=False) == replace(resource, frozen=False):
            return True
        hint = f"`pystack-init generate field {resource.name} FIELD` adds fields"
        raise InvalidResource(f"The project has a resource `{resource.name}` with other words", hint)
    for path in resource.folders:
        if (project.path / path).exists():
            raise InvalidResource(
                f"`{path}` exists already",
                f"Choose another name, or another plural such as `shop_{resource.plural}`",
            )
    return False


def _new_files(
    project: Project, resources: tuple[Resource, ...], new: Sequence[Resource]
) -> Mapping[str, bytes]:
    """Return the files of new resources, and the shared ones that the project lacks."""
    if not new:
        return {}
    rendered = render_resources(current().root, project.recorded, resources, project.path)
    return {
        path: data
        for path, data in rendered.items()
        if any(one.holds(path) for one in new)
        or (path.startswith("backend/platform/") and not (project.path / path).exists())
    }


def _with_record(resource: Resource, files: Mapping[str, bytes], edits: Sequence[LineEdit]) -> Resource:
    lines = tuple((one.path, one.text) for one in edits if one.line)
    return replace(resource, files=numbers_of(resource, files), lines=lines)
