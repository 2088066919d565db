"""`update --adopt`: record the release and the answers of a project that lacks its answers file."""

from collections.abc import Mapping
from pathlib import Path

from pystack_init.commands.change import ChangeOptions, Plan, check_finished, write
from pystack_init.commands.description import kind_of
from pystack_init.errors import PystackError
from pystack_init.lifecycle.adoption import Match, Search
from pystack_init.lifecycle.creation import answers_change, answers_text
from pystack_init.lifecycle.pristine import fingerprint
from pystack_init.lifecycle.project import ANSWERS_FILE, recorded_in, recorded_resources
from pystack_init.lifecycle.pyproject import PYPROJECT
from pystack_init.lifecycle.releases import release, versions
from pystack_init.planning.command_line import SHOW_CHANGES
from pystack_init.questions.answers import Value
from pystack_init.results.change import Change, Changed
from pystack_init.results.progress import NO_PROGRESS, Progress
from pystack_init.system.staging import scratch


def adopt(folder: Path, options: ChangeOptions, progress: Progress = NO_PROGRESS) -> Changed:
    """Compare a project with every release, and write the answers file of the closest match."""
    project = _root(folder)
    check_finished(project)
    version, known = recorded_in(project)
    progress.begin("Comparing the templates with the project")
    with scratch() as temporary:
        possible = versions(temporary)
        if version in possible:
            possible = [version]
        search = Search(
            project, known, temporary, lambda count: progress.update("sets of answers", str(count))
        )
        match = search.closest([release(one, temporary) for one in possible])
    if not match.is_likely:
        message = f"`{project}` does not look like a project of pystack-init: {_counted(match)}"
        raise PystackError(message, "Change to the folder of a project that `pystack-init new` created")
    return write(_plan(project, version, known, match), options, progress)


def _root(folder: Path) -> Path:
    """Return the nearest folder with an answers file, or else with a `pyproject.toml`."""
    for name in (ANSWERS_FILE, PYPROJECT):
        for one in (folder, *folder.parents):
            if (one / name).is_file():
                return one
    raise PystackError(f"No project here: there is no `{PYPROJECT}` in this folder or above", "Change to it")


def _plan(project: Path, version: str, known: Mapping[str, Value], match: Match) -> Plan:
    goal = match.goal
    resources = recorded_resources(project)
    text = answers_text(goal.answers, goal.release.version, fingerprint(match.rendered), resources)
    changes = answers_change(project, text)
    preview = Changed(
        title=f"The templates are those of {goal.release.version}: {_counted(match)}",
        releases=(version, goal.release.version),
        answers={key: one for key, one in goal.answers.items() if known.get(key) != one},
        changes=tuple(Change(path, kind_of(*pair)) for path, pair in changes.items()),
        next_steps=(SHOW_CHANGES,),
        dry_run=True,
    )
    return Plan(
        project=project,
        rendered=match.rendered,
        preview=preview,
        changes=changes,
    )


def _counted(match: Match) -> str:
    lines = f"it has {match.found} of {match.lines} generated lines"
    return f"{lines}, and {match.equal} of {match.files} files are equal"
