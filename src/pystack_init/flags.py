"""Typer's view of the commands: a flag a question, from `questions.py`. Nothing is done here, only noted."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pystack_init import __version__
from pystack_init.answers import spell
from pystack_init.questions import QUESTIONS, Kind, Question
from pystack_init.selection import SELECTION, USE_CASE, accepted

if TYPE_CHECKING:
    from pystack_init.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Request:
    """A command that can be run, and how loud."""

    run: Callable[[], "Outcome"]
    quiet: bool = False


Note = Callable[[Request], None]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout, also on failure")]


def _show_help(context: typer.Context, wanted: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if wanted:
        typer.echo(context.get_help())
        raise typer.Exit


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if wanted:
        typer.echo(f"pystack-init {__version__}")
        raise typer.Exit


# Typer's own `--help` imports pydantic for the sake of a missing value, which doubles every command's time.
NO_HELP = {"help_option_names": [], "max_content_width": 100}
Help = Annotated[bool, typer.Option("--help", callback=_show_help, is_eager=True, help="Show this message")]
Version = Annotated[
    bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version")
]

Rows = Annotated[
    list[str] | None, typer.Option("--row", metavar="ROW", help="Only this row; can be repeated")
]
Markdown = Annotated[bool, typer.Option("--markdown", help="Markdown, for a team's own decision record")]

# The switches of `new` beside the questions: name, flags, what they take, type, default, help.
_SWITCHES: tuple[tuple[str, tuple[str, ...], str | None, Any, Any, str], ...] = (
    (
        "answers_file",
        ("--answers-file",),
        "FILE",
        str | None,
        None,
        "Answers as YAML, TOML or JSON; `-` is stdin",
    ),
    ("pairs", ("--set",), "QUESTION=ANSWER", list[str] | None, None, "Answer one question; can be repeated"),
    ("defaults", ("--defaults", "-y"), None, bool, False, "Take the default for every answer not given"),
    ("no_input", ("--no-input",), None, bool, False, "Never ask; fail with the list of what is missing"),
    ("plain", ("--plain",), None, bool, False, "Ask in plain numbered lines, for a screen reader"),
    ("dry_run", ("--dry-run",), None, bool, False, "Show the tree, sizes and steps; write nothing"),
    ("print_command", ("--print-command",), None, bool, False, "Print the full command; write nothing"),
    ("install", ("--install/--no-install",), None, bool, True, "Install the dependencies with uv"),
    ("git", ("--git/--no-git",), None, bool | None, None, "Make a git repository with a first commit"),
    ("verify", ("--verify",), None, bool, False, "Run the project's own checks and tests"),
    ("as_json", ("--json",), None, bool, False, "One JSON object on stdout, also on failure"),
    ("quiet", ("--quiet", "-q"), None, bool, False, "Say nothing but warnings and errors"),
)


def build_app(note: Note) -> typer.Typer:
    """Build the command line; each command hands a request to `note` and returns."""
    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)

    @app.callback(context_settings=NO_HELP)
    def about(*, version: Version = False, show_help: Help = False) -> None:
        """Make a Python web service that is ready to work on."""

    def new(path: str | None, **given: Any) -> None:
        """Make a project in the folder PATH; `.` is this folder."""
        note(Request(lambda: _new(path, given), quiet=given["quiet"]))

    _declare(new, [_path(), *_asked(*QUESTIONS, USE_CASE, *SELECTION), *_switches()])
    app.command(context_settings=NO_HELP)(new)

    def recommend(**given: Any) -> None:
        """Say which stack fits, and why; writes nothing."""
        note(Request(lambda: _recommend(given)))

    _declare(
        recommend, [*_asked(USE_CASE, *SELECTION), *_switches("defaults", "no_input", "plain", "as_json")]
    )
    app.command(context_settings=NO_HELP)(recommend)

    @app.command(context_settings=NO_HELP)
    def compare(
        *,
        row: Rows = None,
        markdown: Markdown = False,
        as_json: Json = False,  # noqa: ARG001 - see `cli.main`
        show_help: Help = False,  # noqa: ARG001
    ) -> None:
        """Compare what five articles say of the stacks."""
        note(Request(lambda: _compare(row or (), markdown=markdown)))

    @app.command(context_settings=NO_HELP)
    def options(*, as_json: Json = False, show_help: Help = False) -> None:  # noqa: ARG001 - see `cli.main`
        """List every question with its answers and its default."""
        note(Request(_options))

    @app.command(context_settings=NO_HELP)
    def doctor(*, as_json: Json = False, show_help: Help = False) -> None:  # noqa: ARG001 - see `cli.main`
        """Check this machine, and the project in this folder."""
        note(Request(_doctor))

    return app


def _declare(command: Callable[..., None], parameters: list[inspect.Parameter]) -> None:
    """Let Typer see the parameters that are made from rows of data."""
    parameters.append(_keyword("show_help", Help, default=False))
    command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {}


def _path() -> inspect.Parameter:
    path = typer.Argument(metavar="PATH", help="The project's folder; its last part is the name")
    return _keyword("path", Annotated[str | None, path])


def _asked(*questions: Question) -> list[inspect.Parameter]:
    return [_keyword(question.id, _annotation(question)) for question in questions]


def _switches(*only: str) -> list[inspect.Parameter]:
    return [
        _keyword(
            name, Annotated[kind, typer.Option(*flags, metavar=takes, help=text, show_default=False)], default
        )
        for name, flags, takes, kind, default, text in _SWITCHES
        if not only or name in only
    ]


def _annotation(question: Question) -> Any:
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


# Each command is imported when it is asked for, so that `--help` stays quick.
def _new(path: str | None, given: dict[str, Any]) -> "Outcome":
    from pystack_init.request import new_from  # noqa: PLC0415

    return new_from(path, given)


def _recommend(given: dict[str, Any]) -> "Outcome":
    from pystack_init.request import recommend_from  # noqa: PLC0415

    return recommend_from(given)


def _compare(rows: Sequence[str], *, markdown: bool) -> "Outcome":
    from pystack_init.commands.compare import compare  # noqa: PLC0415

    return compare(rows, markdown=markdown)


def _options() -> "Outcome":
    from pystack_init.commands.options import options  # noqa: PLC0415

    return options()


def _doctor() -> "Outcome":
    import os  # noqa: PLC0415
    from pathlib import Path  # noqa: PLC0415

    from pystack_init.commands.doctor import doctor  # noqa: PLC0415

    return doctor(Path.cwd(), os.environ)
