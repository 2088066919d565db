"""An answer that remembers its source, and the immutable mapping of a project's answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

Value = str | bool


class Source(StrEnum):
    """The source of an answer, in order of precedence."""

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
    """Format a value as a user types it: `yes` and `no` for a boolean."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


@dataclass(frozen=True, slots=True)
class Answer:
    """A value that remembers its source."""

    value: Value
    source: Source

    @property
    def text(self) -> str:
        """The value as a user types it."""
        return as_typed(self.value)


class Answers(Mapping[str, Answer]):
    """Answers by question id. Immutable: `with_` and `without` return a changed copy."""

    __slots__ = ("_answers",)

    def __init__(self, answers: Mapping[str, Answer] | None = None) -> None:
        self._answers = dict(answers or {})

    def __getitem__(self, question: str) -> Answer:
        return self._answers[question]

    def __iter__(self) -> Iterator[str]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)

    def __repr__(self) -> str:
        return f"Answers({self._answers!r})"

    def with_(self, question: str, answer: Answer) -> "Answers":
        """Return a copy in which `question` has `answer`."""
        return Answers({**self._answers, question: answer})

    def without(self, *questions: str) -> "Answers":
        """Return a copy without the answers to `questions`."""
        return Answers({key: one for key, one in self._answers.items() if key not in questions})

    @property
    def bare_values(self) -> dict[str, Value]:
        """The values without their sources."""
        return {key: one.value for key, one in self._answers.items()}
