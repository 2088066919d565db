"""Define the commands: one row each, with its help, flags, questions and function."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pystack_init.cli.lifecycle_rows import LIFECYCLE
from pystack_init.cli.rows import JSON, QUIET, TEXT, TEXTS, Argument, Command, Flag, Parameters
from pystack_init.questions.project import QUESTIONS
from pystack_init.questions.selection import SELECTION, USE_CASE

if TYPE_CHECKING:
    from pystack_init.results import Result


def _preset_names() -> list[str]:
    """List the presets for completion; a configuration that cannot be read has none."""
    import os  # noqa: PLC0415

    from pystack_init.errors import PystackError  # noqa: PLC0415
    from pystack_init.planning.presets import config_path, read_config  # noqa: PLC0415

    try:
        return list(read_config(config_path(os.environ)).presets)
    except PystackError:
        return []


_DEFAULTS = Flag("defaults", "--defaults -y", "Use the defaults for all other answers")
_NO_INPUT = Flag("no_input", "--no-input", "Never prompt; fail with a list of missing options")
_NO_CONFIG = Flag("no_config", "--no-config", "Do not read your own defaults and presets")
_PLAIN = Flag("plain", "--plain", "Prompt with plain numbered lines, for screen readers")
_OF_NEW = (
    Flag(
        "answers_file",
        "--answers-file",
        "Read answers from YAML, TOML or JSON; `-` reads stdin",
        type=TEXT,
        default=None,
        takes="FILE",
    ),
    Flag(
        "pairs",
        "--set",
        "Answer one question; can be repeated",
        type=TEXTS,
        default=None,
        takes="QUESTION=ANSWER",
    ),
    Flag(
        "preset",
        "--preset",
        "Use the answers of a preset in your configuration",
        type=TEXT,
        default=None,
        takes="NAME",
        complete=_preset_names,
    ),
    Flag(
        "from_project",
        "--from",
        "Use the answers of another project, except its name",
        type=TEXT,
        default=None,
        takes="FOLDER",
    ),
    _NO_CONFIG,
    _DEFAULTS,
    _NO_INPUT,
    _PLAIN,
    Flag("dry_run", "--dry-run", "Show every file with its size, and the steps; write nothing"),
    Flag("tree", "--tree", "Show every file at the end, not only the main folders"),
    Flag("print_command", "--print-command", "Print the full command; write nothing"),
    Flag("install", "--install/--no-install", "Install the dependencies with uv", default=True),
    Flag(
        "git", "--git/--no-git", "Create a git repository with a first commit", type=bool | None, default=None
    ),
    Flag(
        "workspace",
        "--workspace/--no-workspace",
        "Join the uv workspace of a folder above, or be excluded from it",
        type=bool | None,
        default=None,
    ),
    Flag("verify", "--verify", "Run the project's own checks and tests"),
    JSON,
    QUIET,
)
_ACTIONS = ("path", "show")
_ROWS = Flag("rows", "--row", "Print only this row; can be repeated", type=TEXTS, default=None, takes="ROW")
_MARKDOWN = Flag("markdown", "--markdown", "Print Markdown, for example for a decision record")

# Two flags that each decide what is done or printed.
_MODES = (
    ("as_json", "markdown"),
    ("dry_run", "print_command"),
    ("print_command", "quiet"),
    ("resume", "abort"),
    ("adopt", "to"),
)


def check_modes(flags: Iterable[Flag], parameters: Parameters) -> None:
    """Refuse two modes at once."""
    named = {flag.name: flag.flags.split()[0] for flag in flags}
    for one, other in _MODES:
        if parameters.get(one) and parameters.get(other):
            from pystack_init.errors import ImpossibleRequest  # noqa: PLC0415 - not for `--help`

            raise ImpossibleRequest(
                f"`{named[one]}` and `{named[other]}` exclude each other",
                f"Drop `{named[one]}` or `{named[other]}`",
            )


# A command is imported when it runs, so that `--help` stays fast.
def _new(parameters: Parameters) -> "Result":
    from pystack_init.cli.request import run_new  # noqa: PLC0415

    return run_new(parameters)


def _recommend(parameters: Parameters) -> "Result":
    from pystack_init.cli.request import run_recommend  # noqa: PLC0415

    return run_recommend(parameters)


def _compare(parameters: Parameters) -> "Result":
    from pystack_init.commands.compare import compare  # noqa: PLC0415

    return compare(parameters["rows"] or (), markdown=parameters["markdown"])


def _options(_: Parameters) -> "Result":
    from pystack_init.commands.options import options  # noqa: PLC0415

    return options()


def _doctor(parameters: Parameters) -> "Result":
    import os  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    from pystack_init.commands.doctor import doctor  # noqa: PLC0415
    from pystack_init.terminal.console import print_status  # noqa: PLC0415

    return doctor(
        Path.cwd(), os.environ, on_progress=(lambda _: None) if parameters["as_json"] else print_status
    )


def _config(parameters: Parameters) -> "Result":
    import os  # noqa: PLC0415

    from pystack_init.commands.config import config  # noqa: PLC0415
    from pystack_init.errors import ImpossibleRequest  # noqa: PLC0415
    from pystack_init.suggestions import did_you_mean  # noqa: PLC0415

    action = parameters["action"] or "show"
    if action not in _ACTIONS:
        raise ImpossibleRequest(f"Unknown action `{action}`", did_you_mean(action, _ACTIONS))
    return config(os.environ, path_only=action == "path")


COMMANDS: dict[str, Command] = {
    "new": Command(
        "Create a project in the folder PATH; `.` is the current folder.",
        _new,
        _OF_NEW,
        (*QUESTIONS, USE_CASE, *SELECTION),
        Argument("path", "The project's folder; its last part is the default name"),
    ),
    "recommend": Command(
        "Recommend a stack, with reasons; nothing is written.",
        _recommend,
        (_NO_CONFIG, _DEFAULTS, _NO_INPUT, _PLAIN, JSON),
        (USE_CASE, *SELECTION),
    ),
    "compare": Command(
        "Compare the stacks by the claims of five articles.", _compare, (_ROWS, _MARKDOWN, JSON)
    ),
    "options": Command("List every question with its answers and its default.", _options, (JSON,)),
    "config": Command(
        "Show your own defaults and presets, or the path of their file.",
        _config,
        (JSON,),
        argument=Argument("action", "`path` prints the path, `show` the content (the default)", _ACTIONS),
    ),
    "doctor": Command("Check this machine and the project in the current folder.", _doctor, (JSON,)),
    **LIFECYCLE,
}
