"""Complete commands, flags, answers and presets in bash, zsh and fish; Typer writes the scripts."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import typer

from pystack_init.cli.rows import COMPLETE, SHOW
from pystack_init.errors import ImpossibleRequest
from pystack_init.suggestions import one_of

PROGRAM = "pystack-init"
SHELLS = ("bash", "zsh", "fish")


def completing(values: Sequence[str]) -> Callable[[], list[str]]:
    """Return the function with which Typer completes one of these values."""
    return lambda: list(values)


def complete(app: typer.Typer) -> int:
    """Answer the script of a shell, and return the exit code that it expects."""
    from typer.completion import completion_init  # noqa: PLC0415 - only to complete

    completion_init()
    try:
        app([], prog_name=PROGRAM)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 1
    return 0


def script(option: str, shell: str = "") -> str:
    """Return the completion script of a shell, by default that of $SHELL, or install it."""
    from typer.completion import get_completion_script, install  # noqa: PLC0415 - only here

    shell = shell or Path(os.environ.get("SHELL", "")).name
    if shell not in SHELLS:
        message = (
            f"No completion for the shell `{shell}`" if shell else "The shell is unknown: SHELL is not set"
        )
        raise ImpossibleRequest(message, f"Write {one_of([f'{option} {one}' for one in SHELLS])}")
    if option == SHOW:
        return f"{get_completion_script(prog_name=PROGRAM, complete_var=COMPLETE, shell=shell)}\n"
    _, path = install(shell=shell, prog_name=PROGRAM, complete_var=COMPLETE)
    return f"Installed {path}; open a new terminal to use it\n"
