"""Build the Typer application from the rows of `commands.py`; a parsed command becomes a `Request`."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from pystack_init import COMMANDS as COMMAND_NAMES
from pystack_init import __version__
from pystack_init.cli.commands import COMMANDS, check_modes
from pystack_init.cli.completion import completing
from pystack_init.cli.rows import INSTALL, SHOW, Argument, Command, Flag, Request
from pystack_init.questions.answers import as_typed
from pystack_init.questions.model import Kind, Question
from pystack_init.questions.selection import accepted

# Typer's own `--help` imports pydantic, which doubles the start-up time of every command.
NO_HELP = {"help_option_names": [], "max_content_width": 100}


def _show_help(context: typer.Context, wanted: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if wanted:
        typer.echo(context.get_help())
        raise typer.Exit


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - Typer calls it so
    if wanted:
        typer.echo(f"pystack-init {__version__}")
        raise typer.Exit


Help = Annotated[
    bool, typer.Option("--help", "-h", callback=_show_help, is_eager=True, help="Show this message")
]
Version = Annotated[
    bool, typer.Option("--version", "-V", callback=_show_version, is_eager=True, help="Show the version")
]


# Only for `--help`: `main` reads them and the shell after them, because a text here would import pydantic.
_SHELL = "for bash, zsh or fish, named next or by $SHELL"
Show = Annotated[bool, typer.Option(SHOW, help=f"Print the completion script {_SHELL}")]
Install = Annotated[bool, typer.Option(INSTALL, help=f"Install completion {_SHELL}")]


def build_app(on_request: Callable[[Request], None]) -> typer.Typer:
    """Build the application; a command calls `on_request` and returns."""
    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False)

    @app.callback(context_settings=NO_HELP)
    def about(
        *, version: Version = False, show: Show = False, install: Install = False, show_help: Help = False
    ) -> None:
        """Create a Python web service that is ready to run."""

    for name in COMMAND_NAMES:
        app.command(name, help=COMMANDS[name].help, context_settings=NO_HELP)(
            _typer_function(COMMANDS[name], on_request)
        )
    return app


def _typer_function(command: Command, on_request: Callable[[Request], None]) -> Callable[..., None]:
    """Create a function for Typer with a parameter for each row."""

    def typer_function(**parameters: Any) -> None:
        check_modes(command.flags, parameters)
        on_request(Request(lambda: command.run(parameters), quiet=parameters.get("quiet", False)))

    argument = command.argument
    parameters = [
        *([_keyword(argument.name, _argument_parameter(argument))] if argument else []),
        *(_keyword(question.id, _question_parameter(question)) for question in command.questions),
        *(_keyword(flag.name, _flag_parameter(flag), flag.default) for flag in command.flags),
        _keyword("show_help", Help, default=False),
    ]
    typer_function.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    typer_function.__annotations__ = {}
    return typer_function


def _argument_parameter(argument: Argument) -> Any:
    metavar = "|".join(argument.values) or argument.name.upper()
    completes = completing(argument.values) if argument.values else None
    kind = list[str] | None if argument.many else str | None
    return Annotated[kind, typer.Argument(metavar=metavar, help=argument.help, autocompletion=completes)]


def _flag_parameter(flag: Flag) -> Any:
    option = typer.Option(
        *flag.flags.split(),
        metavar=flag.takes,
        help=flag.help,
        show_default=False,
        autocompletion=flag.complete,
    )
    return Annotated[flag.type, option]


def _question_parameter(question: Question) -> Any:
    flag = question.flag
    if question.kind is Kind.YES_NO:
        return Annotated[bool | None, typer.Option(f"--{flag}/--no-{flag}", help=_help(question))]
    values = accepted(question)
    option = typer.Option(
        f"--{flag}",
        metavar="|".join(values) or "TEXT",
        help=_help(question),
        autocompletion=completing(values) if values else None,
    )
    return Annotated[str | None, option]


def _help(question: Question) -> str:
    lead = question.suggested
    suggested = f"; {as_typed(lead.value)} with --{lead.flag} {' or '.join(lead.answers)}" if lead else ""
    return f"{question.text}  [default: {question.default_text}{suggested}]"


def _keyword(name: str, annotation: Any, default: object = None) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
