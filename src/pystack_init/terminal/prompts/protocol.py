"""What every way to ask has in common."""

from collections.abc import Callable, Sequence
from typing import Protocol

Choices = Sequence[tuple[str, str]]  # each a value and what is shown for it


class GoBack(Exception):
    """The person wants to see the question before; `typed` is what stood here."""

    def __init__(self, typed: str = "") -> None:
        super().__init__()
        self.typed = typed


# Says of a text whether it will do, and what to show of it.
Validator = Callable[[str], tuple[bool, str]]


class Prompts(Protocol):
    """A way to ask."""

    def choose(self, title: str, about: str, choices: Choices, default: str) -> str:
        """Let one of the choices be picked."""

    def type(self, title: str, about: str, default: str, validate: Validator, *, typed: str = "") -> str:
        """Let a line be typed in the place of `default`, or `typed` be changed, until it will do."""
