"""The model of a question: its kind, choices, prerequisites and suggestion."""

from dataclasses import dataclass, field
from enum import StrEnum

from pystack_init.questions.answers import as_typed
from pystack_init.questions.patterns import ONE_LINE

# The headings under which questions are asked together.
ABOUT, CODE, DELIVERY = "About the project", "Code and data", "Delivery and CI"
GROUPS = {"about": ABOUT, "code": CODE, "delivery": DELIVERY}


class Kind(StrEnum):
    """The type of an answer."""

    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a list; `hint` is shown while it is highlighted."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """A yes needs one of `answers` to another question; errors suggest the first and name it by `label`."""

    question: str
    answers: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Suggested:
    """An answer that replaces the default where another question has one of `answers`; `articles` say why."""

    value: str | bool
    question: str
    answers: tuple[str, ...]
    articles: tuple[str, ...] = ()

    @property
    def flag(self) -> str:
        """The flag of the other question without its dashes."""
        return self.question.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Its id is its flag (`x_y` is `--x-y`), its variable and its key in the answers file."""

    id: str
    text: str
    help: str
    kind: Kind = Kind.CHOICE
    choices: tuple[Choice, ...] = ()
    default: str | bool = ""
    group: str = field(default="", kw_only=True)
    max_length: int = field(default=200, kw_only=True)
    pattern: str = field(default=ONE_LINE, kw_only=True)
    requires: tuple[Prerequisite, ...] = field(default=(), kw_only=True)
    suggested: Suggested | None = field(default=None, kw_only=True)

    @property
    def values(self) -> tuple[str, ...]:
        """The answers a choice accepts, in the order they are shown."""
        return tuple(choice.value for choice in self.choices)

    @property
    def flag(self) -> str:
        """The flag without its dashes."""
        return self.id.replace("_", "-")

    @property
    def default_text(self) -> str:
        """The default as a user types it."""
        return as_typed(self.default)
