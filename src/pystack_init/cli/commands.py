"""The commands: one row each, with its help, its flags, its questions and the function that runs it."""

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
_JSON = Flag("as_json", "--json", "One JSON object on stdout, also on failure")
_DEFAULTS = Flag("defaults", "--defaults -y", "Take the default for every answer not given")
_NO_INPUT = Flag("no_input", "--no-input", "Never ask; fail with the list of what is missing")
_PLAIN = Flag("plain", "--plain", "Ask in plain numbered lines, for a screen reader")
_OF_NEW = (
    Flag(
        "answers_file",
        "--answers-file",
        "Answers as YAML, TOML or JSON; `-` is stdin",
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
    Flag("dry_run", "--dry-run", "Show the tree, sizes and steps; write nothing"),
    Flag("print_command", "--print-command", "Print the full command; write nothing"),
    Flag("install", "--install/--no-install", "Install the dependencies with uv", default=True),
    Flag(
        "git", "--git/--no-git", "Make a git repository with a first commit", type=bool | None, default=None
    ),
    Flag("verify", "--verify", "Run the project's own checks and tests"),
    _JSON,
    Flag("quiet", "--quiet -q", "Say nothing but warnings and errors"),
)
_ROWS = Flag("rows", "--row", "Only this row; can be repeated", type=_TEXTS, default=None, takes="ROW")
_MARKDOWN = Flag("markdown", "--markdown", "Markdown, for a team's own decision record")

Parameters = dict[str, Any]  # what was typed, by parameter name


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its help, its function and its parameters."""

    help: str
    run: Callable[[Parameters], "Result"]
    flags: tuple[Flag, ...]
    questions: tuple[Question, ...] = ()
    takes_a_path: bool = False


# A command is imported when it runs, so that `--help` stays quick.
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
        "Make a project in the folder PATH; `.` is this folder.",
        _new,
        _OF_NEW,
        (*QUESTIONS, USE_CASE, *SELECTION),
        takes_a_path=True,
    ),
    "recommend": Command(
        "Say which stack fits, and why; writes nothing.",
        _recommend,
        (_DEFAULTS, _NO_INPUT, _PLAIN, _JSON),
        (USE_CASE, *SELECTION),
    ),
    "compare": Command("Compare what five articles say of the stacks.", _compare, (_ROWS, _MARKDOWN, _JSON)),
    "options": Command("List every question with its answers and its default.", _options, (_JSON,)),
    "doctor": Command("Check this machine, and the project in this folder.", _doctor, (_JSON,)),
}
