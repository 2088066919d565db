"""An answer that remembers where it came from, and the files that answers are read from."""

from dataclasses import dataclass
from enum import StrEnum

Value = str | bool


class Source(StrEnum):
    """Where an answer came from, strongest first."""

    FLAG = "flag"
    PROMPT = "prompt"
    FILE = "answers-file"
    ENVIRONMENT = "environment"
    PRESET = "use-case"
    RECOMMENDATION = "recommendation"
    PATH = "path"
    GIT = "git"
    DEFAULT = "default"


def as_typed(value: Value) -> str:
    """Spell a value as a person would type it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


@dataclass(frozen=True, slots=True)
class Answer:
    """A value that remembers where it came from."""

    value: Value
    source: Source

    @property
    def text(self) -> str:
        """The value as a person would type it."""
        return as_typed(self.value)
