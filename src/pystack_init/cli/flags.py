"""Typer's view of the commands: a flag a question, from `questions.py`. Nothing is done here, only noted."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pystack_init import COMMANDS, __version__
from pystack_init.questions.answers import as_typed
from pystack_init.questions.model import Kind, Question
from pystack_init.questions.project import QUESTIONS
from pystack_init.questions.selection import SELECTION, USE_CASE, accepted

if TYPE_CHECKING:
    from pystack_init.results import Result


@dataclass(frozen=True, slots=True)
class Request:
    """A command that can be run, and how loud."""

    run: Callable[[], "Result"]
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
class Flag:
    """A flag that answers no question; `takes` is what stands for its value in `--help`."""

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

Parameters = dict[str, Any]  # what was typed, by the names of the parameters


@dataclass(frozen=True, slots=True)
class Command:
    """What a command says of itself, what it takes, and what it does."""

    help: str
    run: Callable[[Parameters], "Result"]
    flags: tuple[Flag, ...]
    questions: tuple[Question, ...] = ()
    takes_a_path: bool = False


# Each command is imported when it is asked for, so that `--help` stays quick.
def _new(parameters: Parameters) -> "Result":
    from pystack_init.cli.request import new_from  # noqa: PLC0415

    return new_from(parameters)


def _recommend(parameters: Parameters) -> "Result":
    from pystack_init.cli.request import recommend_from  # noqa: PLC0415

    return recommend_from(parameters)


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


def build_app(on_request: Callable[[Request], None]) -> typer.Typer:
    """Build the command line; each command hands a request to `note` and returns."""
    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)

    @app.callback(context_settings=NO_HELP)
    def about(*, version: Version = False, show_help: Help = False) -> None:
        """Make a Python web service that is ready to work on."""

    for name in COMMANDS:
        app.command(name, help=_COMMANDS[name].help, context_settings=NO_HELP)(
            _typer_function(_COMMANDS[name], on_request)
        )
    return app


def _typer_function(command: Command, on_request: Callable[[Request], None]) -> Callable[..., None]:
    """Make a function that Typer can call, whose parameters come from rows of data."""

    def typer_function(**parameters: Any) -> None:
        on_request(Request(lambda: command.run(parameters), quiet=parameters.get("quiet", False)))

    path = typer.Argument(metavar="PATH", help="The project's folder; its last part is the name")
    parameters = [
        *([_keyword("path", Annotated[str | None, path])] if command.takes_a_path else []),
        *(_keyword(question.id, _question_parameter(question)) for question in command.questions),
        *(_keyword(flag.name, _flag_parameter(flag), flag.default) for flag in command.flags),
        _keyword("show_help", Help, default=False),
    ]
    typer_function.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    typer_function.__annotations__ = {}
    return typer_function


def _flag_parameter(flag: Flag) -> Any:
    option = typer.Option(*flag.flags.split(), metavar=flag.takes, help=flag.help, show_default=False)
    return Annotated[flag.type, option]


def _question_parameter(question: Question) -> Any:
    flag = question.flag
    if question.kind is Kind.YES_NO:
        return Annotated[bool | None, typer.Option(f"--{flag}/--no-{flag}", help=_help(question))]
    takes = "|".join(accepted(question)) or "TEXT"
    return Annotated[str | None, typer.Option(f"--{flag}", metavar=takes, help=_help(question))]


def _help(question: Question) -> str:
    lead = question.suggested
    suggested = f"; {as_typed(lead.value)} with --{lead.question} {' or '.join(lead.answers)}" if lead else ""
    return f"{question.text}  [default: {question.default_text}{suggested}]"


def _keyword(name: str, annotation: Any, default: object = None) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
