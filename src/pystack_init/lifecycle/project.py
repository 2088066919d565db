"""A project on disk: its folder, the answers that it recorded, its stack."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pystack_init.errors import AnswersUnreadable, PystackError
from pystack_init.lifecycle.pristine import Digests, fingerprint
from pystack_init.planning.answers_file import read_answers
from pystack_init.planning.command_line import ADOPT
from pystack_init.questions.answers import Value
from pystack_init.questions.stacks import STACK_BY_ID, Stack
from pystack_init.resources.resource import Resource, read_resource
from pystack_init.results import ResultWarning

# The path of the development database without DATABASE_URL, by the answer to `database`.
_DEVELOPMENT_DATA = {"sqlite": "db.sqlite3", "postgresql": ".postgresql"}

ANSWERS_FILE = ".pystack-init.yml"
RESOURCES = "_resources"


@dataclass(frozen=True, slots=True)
class Project:
    """A project that pystack-init created."""

    path: Path
    answers: Mapping[str, str]
    stack: Stack
    development_data: Path
    recorded: Mapping[str, Value]
    version: str
    fingerprint: int
    resources: tuple[Resource, ...] = ()

    @classmethod
    def read(cls, path: Path) -> "Project":
        """Read the answers file of a project; one that lacks the stack or the database is unreadable."""
        file = path / ANSWERS_FILE
        answers = read_answers(str(file))
        typed = _typed(file)
        try:
            stack, data = STACK_BY_ID[answers["stack"]], _DEVELOPMENT_DATA[answers["database"]]
        except KeyError as error:
            raise AnswersUnreadable(
                f"`{file}` has no valid answer for {error}", f"`{ADOPT}` finds the answers that are missing"
            ) from None
        version, recorded = _recorded(typed)
        rendered: object = typed.get("_rendered")
        known = rendered if isinstance(rendered, int) else 0
        return cls(path, answers, stack, path / data, recorded, version, known, _resources(typed))


def recorded_in(folder: Path) -> tuple[str, dict[str, Value]]:
    """Return the release and the answers that a folder records, as far as it does."""
    file = folder / ANSWERS_FILE
    if not file.exists():
        return "", {}
    read_answers(str(file))
    return _recorded(_typed(file))


def recorded_resources(folder: Path) -> tuple[Resource, ...]:
    """Return the generated resources that a folder records."""
    file = folder / ANSWERS_FILE
    return _resources(_typed(file)) if file.exists() else ()


def _resources(typed: Mapping[str, Any]) -> tuple[Resource, ...]:
    found = typed.get(RESOURCES)
    words = found.items() if isinstance(found, dict) else ()
    return tuple(read_resource(str(name), record) for name, record in words if isinstance(record, dict))


def _recorded(typed: Mapping[str, Value]) -> tuple[str, dict[str, Value]]:
    answers = {key: value for key, value in typed.items() if not key.startswith("_")}
    return str(typed.get("_commit", "")).removeprefix("v"), answers


def _typed(file: Path) -> dict[str, Any]:
    """Read the answers file with its types: yes and no are booleans."""
    import yaml  # noqa: PLC0415 - not for `--help`

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found = yaml.load(file.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both are safe
    return {str(key): value for key, value in found.items()}


def recorded_answers(folder: Path) -> dict[str, str]:
    """Read the answers of a project that another project can use: all but its name."""
    if not (folder / ANSWERS_FILE).is_file():
        message = f"`{folder}` is not a project of pystack-init: it has no `{ANSWERS_FILE}`"
        raise AnswersUnreadable(message, "Name the folder of a project that pystack-init created")
    return {key: value for key, value in Project.read(folder).answers.items() if key != "name"}


def enclosing_project(folder: Path) -> Path | None:
    """Find the folder of the project that contains a folder."""
    return next((one for one in (folder, *folder.parents) if (one / ANSWERS_FILE).is_file()), None)


def project_in(folder: Path) -> Project:
    """Read the project that contains a folder."""
    found = enclosing_project(folder)
    if found is None:
        raise PystackError(
            f"No project here: there is no `{ANSWERS_FILE}` in this folder or above",
            f"Change to a project that `pystack-init new` created, or run `{ADOPT}` if the file is lost",
        )
    return Project.read(found)


def templates_differ(project: Project, digests: Digests) -> list[ResultWarning]:
    """Warn if the templates do not render the files that the project was made from."""
    if project.fingerprint in (0, fingerprint(digests)):
        return []
    message = f"The templates {project.version} of this installation differ from those of the project"
    return [ResultWarning("templates-differ", message)]
