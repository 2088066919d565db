"""`generate` in reverse: remove a resource, but not what its owner changed."""

import re
from dataclasses import replace

from pystack_init.commands.change import check_finished
from pystack_init.commands.generate_steps import (
    GenerateOptions,
    changed_files,
    recorded_answers_of,
    resource_of,
    write,
)
from pystack_init.lifecycle.edits import removed
from pystack_init.lifecycle.pristine import number_of
from pystack_init.lifecycle.project import Project
from pystack_init.lifecycle.releases import current
from pystack_init.lifecycle.resources import render_resources
from pystack_init.planning.command_line import UNDO_CHANGE
from pystack_init.resources.problems import InvalidResource
from pystack_init.resources.resource import Resource
from pystack_init.results.change import KeptFile
from pystack_init.results.generate import Generated, LineEdit
from pystack_init.results.progress import NO_PROGRESS, Progress
from pystack_init.system.changeset import Changes, Content, content_of

# The revision before one, in a migration of Alembic.
_BEFORE = re.compile(r"""^down_revision\b[^=\n]*= ["'](\w+)["']""", re.MULTILINE)


def undo(
    project: Project, name: str, options: GenerateOptions, progress: Progress = NO_PROGRESS
) -> Generated:
    """Remove the files of a resource that are unchanged, and its lines in other files; keep the rest."""
    check_finished(project.path)
    resource = resource_of(project, name)
    others = tuple(one for one in project.resources if one.name != name)
    users = [one.name for one in others if resource.label in one.refers_to]
    if users:
        raise InvalidResource(f"`{users[0]}` refers to `{name}`", f"Undo `{users[0]}` first")
    progress.begin("Comparing the files with the templates")
    changes, kept = _removed_files(project, resource, others)
    edits = _remove_lines(project, resource, changes)
    kept += [KeptFile(path, _way_back(project, resource, path)) for path in _migrations(project, resource)]
    changes |= recorded_answers_of(project, others)
    result = Generated(
        title=f"Removed `{name}`",
        files=changed_files(changes),
        edits=edits,
        kept=kept,
        dry_run=options.dry_run,
    )
    if not options.dry_run:
        write(project.path, options, changes, progress)
        result = replace(result, undo=UNDO_CHANGE)
    return result


def _removed_files(
    project: Project, resource: Resource, others: tuple[Resource, ...]
) -> tuple[Changes, list[KeptFile]]:
    """Return the files to remove, and those that stay because they were changed."""
    root, thawed = current().root, replace(resource, frozen=False)
    before = render_resources(root, project.recorded, (*others, thawed), project.path)
    left = render_resources(root, project.recorded, others, project.path)
    changes: Changes = {}
    kept = []
    for path in sorted(before.keys() - left.keys()):
        content = content_of(project.path / path)
        if content is None:
            continue
        if content.data == before[path] or number_of(content.data) == resource.files.get(path):
            changes[path] = (content, None)
        else:
            kept.append(KeptFile(path, "you changed it"))
    return changes, kept


def _remove_lines(project: Project, resource: Resource, changes: Changes) -> list[LineEdit]:
    """Remove the lines that were inserted and are still equal; one of a shared file stays."""
    edits = []
    for path, line in resource.lines:
        before, after = changes.get(path) or (content_of(project.path / path),) * 2
        is_shared = path.endswith(".md") and any(
            path == shared for one in project.resources if one != resource for shared, _ in one.lines
        )
        text = (
            None
            if after is None or is_shared
            else removed(after.data.decode("utf-8", "surrogateescape"), line)
        )
        if text is not None and after is not None:
            changes[path] = (before, Content(after.mode, text.encode("utf-8", "surrogateescape")))
        if not is_shared:
            edits.append(LineEdit(path, 0, line, done=text is not None))
    return edits


def _migrations(project: Project, resource: Resource) -> list[str]:
    """List the migrations that name the table of a resource."""
    table = f"{resource.plural}_{resource.class_name.lower()}"
    folders = f"backend/{resource.plural}/migrations", "backend/migrations/versions"
    found = (one for folder in folders for one in sorted((project.path / folder).glob("[0-9]*.py")))
    return [
        one.relative_to(project.path).as_posix()
        for one in found
        if resource.plural in one.parts or f'"{table}"' in one.read_text(encoding="utf-8", errors="replace")
    ]


def _way_back(project: Project, resource: Resource, path: str) -> str:
    """Return the commands that show whether a migration is applied, and that take it back."""
    if resource.plural in path.split("/"):
        # Django needs the app for it.
        zero = f"uv run python manage.py migrate {resource.plural} zero"
        return f"a migration; if it is applied, run `{UNDO_CHANGE}`, then `{zero}`, then undo again"
    text = (project.path / path).read_text(encoding="utf-8", errors="replace")
    before = _BEFORE.search(text)
    back = f"uv run alembic downgrade {before[1] if before else 'base'}"
    return f"a migration; if `uv run alembic current` shows that it is applied, `{back}` takes it back"
