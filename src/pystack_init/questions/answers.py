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
    PROJECT = "project"
    ENVIRONMENT = "environment"
    PRESET = "preset"
    USE_CASE = "use-case"
    RECOMMENDATION = "recommendation"
    USER_DEFAULT = "user-default"
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
    """Answers by question id. Immutable: `with_` and `without` return a changed copy.

    `user_defaults` has values that replace built-in defaults. They are no answers: prompts propose them.
    """

    __slots__ = ("_answers", "user_defaults")

    def __init__(
        self, answers: Mapping[str, Answer] | None = None, user_defaults: Mapping[str, Value] | None = None
    ) -> None:
        self._answers = dict(answers or {})
        self.user_defaults: Mapping[str, Value] = user_defaults or {}

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
        return Answers({**self._answers, question: answer}, self.user_defaults)

    def without(self, *questions: str) -> "Answers":
        """Return a copy without the answers to `questions`."""
        kept = {key: one for key, one in self._answers.items() if key not in questions}
        return Answers(kept, self.user_defaults)

    @property
    def bare_values(self) -> dict[str, Value]:
        """The values without their sources."""
        return {key: one.value for key, one in self._answers.items()}
