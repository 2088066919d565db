"""`switch`: bring a project to another stack; the parts of the old one stay until its owner removes them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pystack_init.commands.change import ChangeOptions
from pystack_init.commands.lifecycle import change_answers
from pystack_init.errors import ImpossibleRequest
from pystack_init.lifecycle.project import Project, project_in
from pystack_init.planning.changes import with_stack
from pystack_init.planning.command_line import MIGRATE
from pystack_init.planning.switches import REFUSED, is_possible, kept_part
from pystack_init.questions.stacks import FASTAPI, STACK_BY_ID
from pystack_init.results.change import Changed, KeptFile
from pystack_init.results.progress import NO_PROGRESS, Progress
from pystack_init.suggestions import did_you_mean

_TEMPLATE_DOMAINS = {"accounts", "catalog", "jobs"}
_NEEDS_MODEL = "Django needs a model of each table, see docs/explanation/hybrid.md"
_NEXT_STEPS = (MIGRATE, "uv run just check", "uv run just test")


def switch(folder: Path, stack: str, options: ChangeOptions, progress: Progress = NO_PROGRESS) -> Changed:
    """Bring a project to the hybrid; refuse the other directions."""
    project = project_in(folder)
    if stack not in STACK_BY_ID:
        raise ImpossibleRequest(f"Unknown stack `{stack}`", did_you_mean(stack, list(STACK_BY_ID)))
    if stack == project.stack.id:
        return Changed(title="Nothing to change", dry_run=options.dry_run)
    if not is_possible(project.stack.id, stack):
        reason, instead = REFUSED[project.stack.id, stack]
        message = f"A `{project.stack.id}` project cannot be switched to `{stack}`: {reason}"
        raise ImpossibleRequest(message, instead)
    answers = with_stack(project.recorded, stack) | kept_part(project.stack.id, stack)
    result = change_answers(project, answers, options, progress)
    steps = (*_make_migrations(project), *_NEXT_STEPS)
    return replace(result, kept=(*result.kept, *_without_models(project)), next_steps=steps)


def _make_migrations(project: Project) -> list[str]:
    """Return the command that makes Django's migrations of generated resources; Alembic made the others."""
    names = [one.name for one in project.resources if not one.frozen] if project.stack is FASTAPI else []
    return [f"uv run just makemigration {'_'.join(names)}"] if names else []


def _without_models(project: Project) -> Iterator[KeptFile]:
    """List the tables of the owner that Django does not know yet."""
    files = sorted(project.path.glob("backend/*/tables.py")) if project.stack is FASTAPI else []
    generated = {one.plural for one in project.resources if not one.frozen}
    for file in files:
        if file.parent.name not in _TEMPLATE_DOMAINS | generated:
            yield KeptFile(file.relative_to(project.path).as_posix(), _NEEDS_MODEL)
