"""Parse a command that has only on/off flags.

Typer, and pydantic which it imports to convert values, take 20 times as long as the interpreter. `status` is
run by shell prompts and hooks, and has no value to convert.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from pystack_init.cli.commands import COMMANDS, check_modes
from pystack_init.cli.rows import Flag, Request


def plain_request(argv: Sequence[str]) -> Request | None:
    """Return the request of a command line with a command and on/off flags; None for any other."""
    if not argv or argv[0] not in COMMANDS:
        return None
    command = COMMANDS[argv[0]]
    meanings = {word: meaning for flag in command.flags for word, meaning in _meanings(flag)}
    if not meanings.keys() >= {*argv[1:]}:
        return None
    parameters: dict[str, Any] = dict.fromkeys(question.id for question in command.questions)
    if command.argument:
        parameters[command.argument.name] = None
    parameters |= {flag.name: flag.default for flag in command.flags}
    parameters |= dict(meanings[word] for word in argv[1:])
    check_modes(command.flags, parameters)
    return Request(partial(command.run, parameters), quiet=parameters.get("quiet", False))


def _meanings(flag: Flag) -> Iterator[tuple[str, tuple[str, bool]]]:
    """List the words of a flag, each with the value that it sets."""
    if flag.type is bool:
        on, _, off = flag.flags.partition("/")
        yield from ((word, (flag.name, True)) for word in on.split())
        yield from ((word, (flag.name, False)) for word in off.split())
