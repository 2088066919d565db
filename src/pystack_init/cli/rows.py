"""The rows that define commands: what `--help`, the parser and the completion of a command come from."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pystack_init.questions.model import Question

if TYPE_CHECKING:
    from pystack_init.results import Result

COMPLETE = "_PYSTACK_INIT_COMPLETE"  # set by the completion scripts
SHOW, INSTALL = "--show-completion", "--install-completion"
Parameters = dict[str, Any]  # the parsed values, by parameter name


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag that answers no question; `takes` is the placeholder for its value in `--help`."""

    name: str
    flags: str
    help: str
    type: Any = field(default=bool, kw_only=True)
    default: bool | None = field(default=False, kw_only=True)
    takes: str | None = field(default=None, kw_only=True)
    complete: Callable[[], list[str]] | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Argument:
    """The positional argument of a command; `values` are the words that it accepts, if it is a choice."""

    name: str
    help: str
    values: tuple[str, ...] = ()
    many: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its help, its function and its parameters."""

    help: str
    run: Callable[[Parameters], "Result"]
    flags: tuple[Flag, ...]
    questions: tuple[Question, ...] = ()
    argument: Argument | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """A parsed command, ready to run."""

    run: Callable[[], "Result"]
    quiet: bool = False


TEXT, TEXTS = str | None, list[str] | None
JSON = Flag("as_json", "--json", "Print one JSON object to stdout, also on failure")
QUIET = Flag("quiet", "--quiet -q", "Print only warnings and errors")
