"""Render an error: its message and its hint, with fields and suggestions written as flags."""

from pystack_init.errors import (
    ImpossibleRequest,
    IncompatibleAnswers,
    InvalidAnswer,
    InvalidChoice,
    MissingAnswers,
    PystackError,
    UnknownAnswer,
)
from pystack_init.suggestions import one_of
from pystack_init.system.workspace import WorkspaceUndecided
from pystack_init.terminal.console import print_status

# Any other origin is a line of a file.
_ORIGINS = {
    "environment": "in the environment",
    "answers-file": "in the answers file",
    "pair": "in `--set`",
    "flag": "as a flag",
}


def print_error(error: PystackError) -> None:
    """Print an error to stderr: the message, then the hint."""
    hint = hint_of(error)
    print_status(f"{error.label}{message_of(error)}" + (f"\n\nhint: {hint}" if hint else ""))


def message_of(error: PystackError) -> str:
    """Return the message, with flags instead of question ids unless it is about a project that exists."""
    if isinstance(error, InvalidChoice) and not error.in_project:
        where = f"`{error.field}` {_place(error.origin)}" if error.origin else f"`{_flag(error.fields[0])}`"
        return f"Invalid value `{error.value}` for {where}; choose {one_of(error.choices)}"
    if isinstance(error, UnknownAnswer | InvalidAnswer) and error.origin:
        return f"{error.message} ({_place(error.origin)})"
    if isinstance(error, IncompatibleAnswers):
        question, other = _written(error, error.fields[0]), _written(error, *error.other)
        but = f"the project has `{other}`" if error.in_project else f"`{other}` {error.how}"
        return f"`{question}` needs {error.needs}, but {but}"
    if isinstance(error, MissingAnswers):
        flags = ", ".join(f"`{_flag(field)}`" for field in error.fields)
        return f"Missing options (no interactive terminal to ask in): {flags}"
    return error.message


def hint_of(error: PystackError) -> str | None:
    """Return the hint; an error without one may have a suggestion for its field."""
    if isinstance(error, IncompatibleAnswers):
        return _hint_in_project(error) if error.in_project else _hint_of_incompatible(error)
    if isinstance(error, MissingAnswers):
        return _hint_of_missing(error)
    if isinstance(error, WorkspaceUndecided):
        member, independent = _flag("workspace"), _flag("no_workspace")
        return f"`{independent}` excludes it, with a lock file of its own; `{member}` makes it a member"
    if error.hint or error.field is None or error.suggestion is None:
        return error.hint
    if error.field == "path":
        return f"Try `pystack-init new {error.suggestion}`"
    return f"Try `{_written(error, error.field, error.suggestion)}`"


def _hint_of_incompatible(error: IncompatibleAnswers) -> str:
    question, other = error.fields
    first = f"Add `{_flag(f'no_{question}')}`" if error.saved else f"Drop `{_flag(question)}`"
    return f"{first}, or use `{_flag(other, error.suggestion)}`"


def _hint_in_project(error: IncompatibleAnswers) -> str:
    question, other = error.fields
    first = f"Run `pystack-init remove {question}` first" if error.saved else f"Drop `{question}`"
    if other == "stack":
        return f"{first}; `pystack-init switch` changes the stack of a project"
    return f"{first}, or run `pystack-init set {_written(error, other, error.suggestion)}`"


def _written(error: PystackError, field: str, value: str | None = None) -> str:
    """Write a question as its flag, or as `set` takes it if the error is about a project that exists."""
    if not isinstance(error, ImpossibleRequest) or not error.in_project:
        return _flag(field, value)
    from shlex import quote  # noqa: PLC0415 - not for `--help`

    return field if value is None else quote(f"{field}={value}")


def _place(origin: str) -> str:
    return _ORIGINS.get(origin, f"in {origin}")


def _hint_of_missing(error: MissingAnswers) -> str:
    if error.command:
        return f"Add `--defaults` to use the defaults, or run:\n  {error.command}"
    example = " ".join(_flag(field, value) for field, value in error.example.items())
    return f"Add `--defaults` or `{_flag('use_case', error.suggestion)}`, or for example `{example}`"


def _flag(field: str, value: str | None = None) -> str:
    from pystack_init.planning.command_line import to_flag  # noqa: PLC0415 - not for `--help`

    return to_flag(field, value)
