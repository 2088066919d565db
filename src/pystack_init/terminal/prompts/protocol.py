"""The interface of every kind of prompt."""

from collections.abc import Callable, Sequence
from typing import Protocol

Choices = Sequence[tuple[str, str]]  # pairs of a value and its label


class GoBack(Exception):
    """The user goes back to the previous question; `typed` is the text typed so far."""

    def __init__(self, typed: str = "") -> None:
        super().__init__()
        self.typed = typed


# Returns whether a text is valid, and a note to show below it.
Validator = Callable[[str], tuple[bool, str]]


class Prompts(Protocol):
    """A kind of prompt."""

    def choose(self, title: str, about: str, choices: Choices, default: str) -> str:
        """Let the user pick one of the choices."""

    def type(self, title: str, about: str, default: str, validate: Validator, *, typed: str = "") -> str:
        """Let the user type a line, or edit `typed`, until it is valid; Enter alone takes `default`."""
