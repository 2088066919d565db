"""Typer's view of the commands: a flag a question, from `questions.py`. Nothing is done here, only noted."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pystack_init import COMMANDS, __version__
from pystack_init.questions.answers import spell
from pystack_init.questions.model import Kind, Question
from pystack_init.questions.project import QUESTIONS
from pystack_init.questions.selection import SELECTION, USE_CASE, accepted

if TYPE_CHECKING:
    from pystack_init.results import Outcome


@dataclass(frozen=True, slots=True)
class Request:
    """A command that can be run, and how loud."""

    run: Callable[[], "Outcome"]
    quiet: bool = False


# Typer's own `--help` imports pydantic for the sake of a missing value, which doubles every command's time.
NO_HELP = {"help_option_names": [], "max_content_width": 100}


def _show_help(context: typer.Context, wanted: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if wanted:
        typer.echo(context.get_help())
        raise typer.Exit


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if wanted:
        typer.echo(f"pystack-init {__version__}")
        raise typer.Exit


Help = Annotated[bool, typer.Option("--help", callback=_show_help, is_eager=True, help="Show this message")]
Version = Annotated[
    bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version")
]


@dataclass(frozen=True, slots=True)
class Switch:
    """A flag that answers no question; `takes` is what stands for its value in `--help`."""

    name: str
    flags: str
    help: str
    type: Any = field(default=bool, kw_only=True)
    default: bool | None = field(default=False, kw_only=True)
    takes: str | None = field(default=None, kw_only=True)


_TEXT, _TEXTS = str | None, list[str] | None
_JSON = Switch("as_json", "--json", "One JSON object on stdout, also on failure")
_DEFAULTS = Switch("defaults", "--defaults -y", "Take the default for every answer not given")
_NO_INPUT = Switch("no_input", "--no-input", "Never ask; fail with the list of what is missing")
_PLAIN = Switch("plain", "--plain", "Ask in plain numbered lines, for a screen reader")
_OF_NEW = (
    Switch(
        "answers_file",
        "--answers-file",
        "Answers as YAML, TOML or JSON; `-` is stdin",
        type=_TEXT,
        default=None,
        takes="FILE",
    ),
    Switch(
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
    Switch("dry_run", "--dry-run", "Show the tree, sizes and steps; write nothing"),
    Switch("print_command", "--print-command", "Print the full command; write nothing"),
    Switch("install", "--install/--no-install", "Install the dependencies with uv", default=True),
    Switch(
        "git", "--git/--no-git", "Make a git repository with a first commit", type=bool | None, default=None
    ),
    Switch("verify", "--verify", "Run the project's own checks and tests"),
    _JSON,
    Switch("quiet", "--quiet -q", "Say nothing but warnings and errors"),
)
_ROWS = Switch("rows", "--row", "Only this row; can be repeated", type=_TEXTS, default=None, takes="ROW")
_MARKDOWN = Switch("markdown", "--markdown", "Markdown, for a team's own decision record")

Given = dict[str, Any]  # what was typed, by the names of the parameters


@dataclass(frozen=True, slots=True)
class Command:
    """What a command says of itself, what it takes, and what it does."""

    help: str
    run: Callable[[Given], "Outcome"]
    switches: tuple[Switch, ...]
    questions: tuple[Question, ...] = ()
    takes_a_path: bool = False


# Each command is imported when it is asked for, so that `--help` stays quick.
def _new(given: Given) -> "Outcome":
    from pystack_init.cli.request import new_from  # noqa: PLC0415

    return new_from(given)


def _recommend(given: Given) -> "Outcome":
    from pystack_init.cli.request import recommend_from  # noqa: PLC0415

    return recommend_from(given)


def _compare(given: Given) -> "Outcome":
    from pystack_init.commands.compare import compare  # noqa: PLC0415

    return compare(given["rows"] or (), markdown=given["markdown"])


def _options(_: Given) -> "Outcome":
    from pystack_init.commands.options import options  # noqa: PLC0415

    return options()


def _doctor(_: Given) -> "Outcome":
    import os  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    from pystack_init.commands.doctor import doctor  # noqa: PLC0415

    return doctor(Path.cwd(), os.environ)


_COMMANDS: dict[str, Command] = {
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


def build_app(note: Callable[[Request], None]) -> typer.Typer:
    """Build the command line; each command hands a request to `note` and returns."""
    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)

    @app.callback(context_settings=NO_HELP)
    def about(*, version: Version = False, show_help: Help = False) -> None:
        """Make a Python web service that is ready to work on."""

    for name in COMMANDS:
        app.command(name, help=_COMMANDS[name].help, context_settings=NO_HELP)(_noting(_COMMANDS[name], note))
    return app


def _noting(command: Command, note: Callable[[Request], None]) -> Callable[..., None]:
    """Make a function that Typer can call, whose parameters come from rows of data."""

    def noted(**given: Any) -> None:
        note(Request(lambda: command.run(given), quiet=given.get("quiet", False)))

    path = typer.Argument(metavar="PATH", help="The project's folder; its last part is the name")
    parameters = [
        *([_keyword("path", Annotated[str | None, path])] if command.takes_a_path else []),
        *(_keyword(question.id, _asked(question)) for question in command.questions),
        *(_keyword(switch.name, _switched(switch), switch.default) for switch in command.switches),
        _keyword("show_help", Help, default=False),
    ]
    noted.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    noted.__annotations__ = {}
    return noted


def _switched(switch: Switch) -> Any:
    option = typer.Option(*switch.flags.split(), metavar=switch.takes, help=switch.help, show_default=False)
    return Annotated[switch.type, option]


def _asked(question: Question) -> Any:
    flag = question.flag
    if question.kind is Kind.YES_NO:
        return Annotated[bool | None, typer.Option(f"--{flag}/--no-{flag}", help=_help(question))]
    takes = "|".join(accepted(question)) or "TEXT"
    return Annotated[str | None, typer.Option(f"--{flag}", metavar=takes, help=_help(question))]


def _help(question: Question) -> str:
    lead = question.advised
    advised = f"; {spell(lead.value)} with --{lead.question} {' or '.join(lead.answers)}" if lead else ""
    return f"{question.text}  [default: {question.spelled_default}{advised}]"


def _keyword(name: str, annotation: Any, default: object = None) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
