"""The interface of every kind of prompt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Heading:
    """What is above a prompt: the position in the session (`2 of 3: Name`), the question and its help."""

    question: str
    about: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a list; the hint explains it, and the colour is that of the note, or else of the label."""

    value: str
    label: str
    note: str = ""
    hint: str = ""
    colour: str = ""


Choices = Sequence[Item]


class GoBack(Exception):
    """The user goes back to the previous question; `typed` is the text typed so far."""

    def __init__(self, typed: str = "") -> None:
        super().__init__()
        self.typed = typed


# Returns whether a text is valid, and a note to show below it.
Validator = Callable[[str], tuple[bool, str]]


class Prompts(Protocol):
    """A kind of prompt."""

    def choose(self, heading: Heading, choices: Choices, default: str) -> str:
        """Let the user pick one of the choices, and return its value."""

    def type(self, heading: Heading, default: str, validate: Validator, *, typed: str = "") -> str:
        """Let the user type a line, or edit `typed`, until it is valid; Enter alone takes `default`."""
