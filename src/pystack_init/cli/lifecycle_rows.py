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


def _generate(parameters: Parameters) -> "Result":
    from pystack_init.cli.generate import run_generate  # noqa: PLC0415

    return run_generate(parameters)


_OF_GENERATE = (
    Flag(
        "from_file", "--from", "Generate the resources of a TOML file", type=TEXT, default=None, takes="FILE"
    ),
    Flag(
        "undo",
        "--undo",
        "Remove a generated resource; changed files stay",
        type=TEXT,
        default=None,
        takes="NAME",
    ),
    Flag(
        "owner",
        "--owner/--no-owner",
        "Rows belong to the user who created them (default with accounts)",
        type=bool | None,
        default=None,
    ),
    Flag(
        "public",
        "--public",
        "Who may read without a token: `none` (default) or `read` for everyone",
        type=TEXT,
        default=None,
        takes="none|read",
    ),
    Flag("plural", "--plural", "The plural, if it is not regular", type=TEXT, default=None, takes="WORD"),
    Flag("admin", "--admin/--no-admin", "Register the resource in Django's admin site", default=True),
    Flag("migration", "--migration/--no-migration", "Make the migration", default=True),
    Flag("dry_run", "--dry-run", "Show what would be written; write nothing"),
    JSON,
    QUIET,
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
    "generate": Command(
        "Generate a resource: table, API, admin, migration and tests; or add fields to one.",
        _generate,
        _OF_GENERATE,
        argument=Argument(
            "words",
            "`resource NAME FIELD...` or `field NAME FIELD...`; a field is `name:TYPE:modifier`",
            many=True,
        ),
    ),
}
