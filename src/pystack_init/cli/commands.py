"""Define the commands: one row each, with its help, flags, questions and function."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pystack_init.questions.model import Question
from pystack_init.questions.project import QUESTIONS
from pystack_init.questions.selection import SELECTION, USE_CASE

if TYPE_CHECKING:
    from pystack_init.results import Result


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag that answers no question; `takes` is the placeholder for its value in `--help`."""

    name: str
    flags: str
    help: str
    type: Any = field(default=bool, kw_only=True)
    default: bool | None = field(default=False, kw_only=True)
    takes: str | None = field(default=None, kw_only=True)


_TEXT, _TEXTS = str | None, list[str] | None
_JSON = Flag("as_json", "--json", "Print one JSON object to stdout, also on failure")
_DEFAULTS = Flag("defaults", "--defaults -y", "Use the defaults for all other answers")
_NO_INPUT = Flag("no_input", "--no-input", "Never prompt; fail with a list of missing options")
_PLAIN = Flag("plain", "--plain", "Prompt with plain numbered lines, for screen readers")
_OF_NEW = (
    Flag(
        "answers_file",
        "--answers-file",
        "Read answers from YAML, TOML or JSON; `-` reads stdin",
        type=_TEXT,
        default=None,
        takes="FILE",
    ),
    Flag(
        "pairs",
        "--set",
        "Answer one question; can be repeated",
        type=_TEXTS,
        default=None,
        takes="QUESTION=ANSWER",
    ),
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
    Flag("verify", "--verify", "Run the project's own checks and tests"),
    _JSON,
    Flag("quiet", "--quiet -q", "Print only warnings and errors"),
)
_ROWS = Flag("rows", "--row", "Print only this row; can be repeated", type=_TEXTS, default=None, takes="ROW")
_MARKDOWN = Flag("markdown", "--markdown", "Print Markdown, for example for a decision record")

Parameters = dict[str, Any]  # the parsed values, by parameter name


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its help, its function and its parameters."""

    help: str
    run: Callable[[Parameters], "Result"]
    flags: tuple[Flag, ...]
    questions: tuple[Question, ...] = ()
    takes_a_path: bool = False


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


def _doctor(_: Parameters) -> "Result":
    import os  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    from pystack_init.commands.doctor import doctor  # noqa: PLC0415

    return doctor(Path.cwd(), os.environ)


COMMANDS: dict[str, Command] = {
    "new": Command(
        "Create a project in the folder PATH; `.` is the current folder.",
        _new,
        _OF_NEW,
        (*QUESTIONS, USE_CASE, *SELECTION),
        takes_a_path=True,
    ),
    "recommend": Command(
        "Recommend a stack, with reasons; nothing is written.",
        _recommend,
        (_DEFAULTS, _NO_INPUT, _PLAIN, _JSON),
        (USE_CASE, *SELECTION),
    ),
    "compare": Command(
        "Compare the stacks by the claims of five articles.", _compare, (_ROWS, _MARKDOWN, _JSON)
    ),
    "options": Command("List every question with its answers and its default.", _options, (_JSON,)),
    "doctor": Command("Check this machine and the project in the current folder.", _doctor, (_JSON,)),
}
