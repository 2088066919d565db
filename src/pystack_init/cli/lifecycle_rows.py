"""Define the commands on a project that exists, one row each."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pystack_init.cli.rows import JSON, QUIET, TEXT, TEXTS, Argument, Command, Flag, Parameters

if TYPE_CHECKING:
    from pystack_init.results import Result


def _lifecycle(command: str) -> Callable[[Parameters], "Result"]:
    def run(parameters: Parameters) -> "Result":
        from pystack_init.cli.lifecycle import run_lifecycle  # noqa: PLC0415

        return run_lifecycle(command, parameters)

    return run


def _status(parameters: Parameters) -> "Result":
    from pystack_init.cli.status import run_status  # noqa: PLC0415

    return run_status(parameters)


def _diff(parameters: Parameters) -> "Result":
    from pystack_init.cli.status import run_diff  # noqa: PLC0415

    return run_diff(parameters)


_OF_CHANGE = (
    Flag("dry_run", "--dry-run", "Show what would change; write nothing"),
    Flag("show_diff", "--diff", "Show the changes as a diff"),
    Flag("resume", "--continue", "Finish the last change after you resolved its conflicts"),
    Flag("abort", "--abort", "Undo the last change"),
    Flag("install", "--install/--no-install", "Install changed dependencies with uv", default=True),
    Flag("defaults", "--defaults -y", "Ask nothing; use the defaults for new questions"),
    JSON,
    QUIET,
)
_OF_UPDATE = (
    Flag(
        "to",
        "--to",
        "Update to this release; the default is the newest",
        type=TEXT,
        default=None,
        takes="VERSION",
    ),
    Flag("adopt", "--adopt", "Find the release and answers of a project whose answers file is lost"),
    Flag("check", "--check", "Exit with 6 if there is an update; write nothing"),
    Flag(
        "restored",
        "--restore",
        "Restore a generated file that you deleted; can be repeated",
        type=TEXTS,
        default=None,
        takes="PATH",
    ),
)

LIFECYCLE: dict[str, Command] = {
    "status": Command(
        "Show the template release, stack, features and changed files of a project.",
        _status,
        (Flag("check", "--check", "Exit with 6 if there is an update"), JSON),
    ),
    "diff": Command("Show your changes to the generated files.", _diff, (JSON,)),
    "update": Command(
        "Update a project to the newest templates; your edits are kept.",
        _lifecycle("update"),
        (*_OF_UPDATE, *_OF_CHANGE),
    ),
    "add": Command(
        "Add features to a project.",
        _lifecycle("add"),
        _OF_CHANGE,
        argument=Argument("feature", "Features, such as `docker` or `ci=gitlab`", many=True),
    ),
    "remove": Command(
        "Remove features from a project.",
        _lifecycle("remove"),
        _OF_CHANGE,
        argument=Argument(
            "feature", "Features, such as `docker`; after `switch`: `alembic`, `drf`", many=True
        ),
    ),
    "set": Command(
        "Change answers of a project.",
        _lifecycle("set"),
        _OF_CHANGE,
        argument=Argument("answer", "Answers, such as `database=postgresql`", many=True),
    ),
    "switch": Command(
        "Convert a FastAPI or Django project to a hybrid.",
        _lifecycle("switch"),
        _OF_CHANGE,
        argument=Argument("stack", "The new stack: `hybrid`"),
    ),
}
