"""`add`, `remove`, `set`: each changes the answers of a project."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pystack_init.commands.change import ChangeOptions, change
from pystack_init.commands.description import Request
from pystack_init.errors import PystackError
from pystack_init.lifecycle.goal import Goal
from pystack_init.lifecycle.project import Project, project_in
from pystack_init.lifecycle.releases import Release, current, is_newer
from pystack_init.planning.changes import with_features, with_pairs
from pystack_init.questions.answers import Value
from pystack_init.results.change import Changed
from pystack_init.results.progress import NO_PROGRESS, Progress


def add(
    folder: Path, names: Sequence[str], options: ChangeOptions, progress: Progress = NO_PROGRESS
) -> Changed:
    """Add features to a project."""
    return _with_features(folder, names, options, progress, wanted=True)


def remove(
    folder: Path, names: Sequence[str], options: ChangeOptions, progress: Progress = NO_PROGRESS
) -> Changed:
    """Remove features from a project, or what a switched project keeps of its old stack."""
    result = _with_features(folder, names, options, progress, wanted=False)
    left = "backend/migrations"
    if "alembic" in names and (project_in(folder).path / left).is_dir():
        return replace(result, next_steps=(f"git rm -r {left}", *result.next_steps))
    return result


def set_answers(
    folder: Path, pairs: Sequence[str], options: ChangeOptions, progress: Progress = NO_PROGRESS
) -> Changed:
    """Change answers of a project."""
    project = project_in(folder)
    return change_answers(project, with_pairs(project.recorded, pairs), options, progress)


def _with_features(
    folder: Path,
    names: Sequence[str],
    options: ChangeOptions,
    progress: Progress,
    *,
    wanted: bool,
) -> Changed:
    project = project_in(folder)
    answers = with_features(project.recorded, names, wanted=wanted)
    return change_answers(project, answers, options, progress)


def same_release(project: Project) -> Release:
    """Return this release, or refuse: one change at a time is easier to review."""
    release = current()
    if project.version != release.version:
        message = f"The project uses templates {project.version}, but this is pystack-init {release.version}"
        newer = is_newer(project.version, release.version)
        hint = f"Install pystack-init {project.version}" if newer else "Run `pystack-init update` first"
        raise PystackError(message, hint)
    return release


def change_answers(
    project: Project, answers: dict[str, Value], options: ChangeOptions, progress: Progress
) -> Changed:
    """Bring a project to other answers, with the templates of the release that it has."""
    goal = Goal(same_release(project), answers, project.resources)
    return change(Request(project=project, goal=goal), options, progress)
