"""`add`, `remove`, `set`, `switch`: each changes the answers of a project."""

from collections.abc import Sequence
from pathlib import Path

from pystack_init.commands.change import ChangeOptions, change
from pystack_init.commands.description import Request
from pystack_init.errors import ImpossibleRequest, PystackError
from pystack_init.lifecycle.project import Project, project_in
from pystack_init.lifecycle.releases import Release, current, is_newer
from pystack_init.lifecycle.transition import Goal
from pystack_init.planning.changes import with_answers, with_feature, with_pairs
from pystack_init.questions.answers import Value
from pystack_init.questions.stacks import DJANGO_DRF, HYBRID, STACK_BY_ID
from pystack_init.results.change import Changed
from pystack_init.results.progress import NO_PROGRESS, Progress
from pystack_init.suggestions import did_you_mean


def add(
    folder: Path, names: Sequence[str], options: ChangeOptions, progress: Progress = NO_PROGRESS
) -> Changed:
    """Add features to a project."""
    return _with_features(folder, names, options, progress, wanted=True)


def remove(
    folder: Path, names: Sequence[str], options: ChangeOptions, progress: Progress = NO_PROGRESS
) -> Changed:
    """Remove features from a project."""
    return _with_features(folder, names, options, progress, wanted=False)


def set_answers(
    folder: Path, pairs: Sequence[str], options: ChangeOptions, progress: Progress = NO_PROGRESS
) -> Changed:
    """Change answers of a project."""
    project = project_in(folder)
    return _change(project, with_pairs(project.recorded, pairs), options, progress)


def switch(folder: Path, stack: str, options: ChangeOptions, progress: Progress = NO_PROGRESS) -> Changed:
    """Bring a project to another stack; only from Django to the hybrid."""
    project = project_in(folder)
    if stack not in STACK_BY_ID:
        raise ImpossibleRequest(f"Unknown stack `{stack}`", did_you_mean(stack, list(STACK_BY_ID)))
    if stack == project.stack.id:
        return Changed(title="Nothing to change", dry_run=options.dry_run)
    if (project.stack, stack) != (DJANGO_DRF, HYBRID.id):
        message = f"A `{project.stack.id}` project cannot be switched to `{stack}`"
        raise ImpossibleRequest(
            message, f"Only `switch {HYBRID.id}` of a `{DJANGO_DRF.id}` project is possible"
        )
    answers = with_answers(project.recorded, {"stack": stack}) | {"uses_drf": True}
    return _change(project, answers, options, progress)


def _with_features(
    folder: Path,
    names: Sequence[str],
    options: ChangeOptions,
    progress: Progress,
    *,
    wanted: bool,
) -> Changed:
    project = project_in(folder)
    answers = dict(project.recorded)
    for name in names:
        answers = with_feature(answers, name, wanted=wanted)
    return _change(project, answers, options, progress)


def _same_release(project: Project) -> Release:
    """Return this release, or refuse: one change at a time is easier to review."""
    release = current()
    if project.version != release.version:
        message = f"The project uses templates {project.version}, but this is pystack-init {release.version}"
        newer = is_newer(project.version, release.version)
        hint = f"Install pystack-init {project.version}" if newer else "Run `pystack-init update` first"
        raise PystackError(message, hint)
    return release


def _change(
    project: Project, answers: dict[str, Value], options: ChangeOptions, progress: Progress
) -> Changed:
    goal = Goal(_same_release(project), answers)
    return change(Request(project=project, goal=goal), options, progress)
