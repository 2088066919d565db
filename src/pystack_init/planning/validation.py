"""Validate one value against its question."""

from pystack_init.errors import InvalidChoice
from pystack_init.questions.answers import Value
from pystack_init.questions.model import Kind, Question
from pystack_init.questions.names import check_name, check_text
from pystack_init.questions.selection import accepted

_YES = frozenset({"yes", "true", "on", "1", "y"})
_NO = frozenset({"no", "false", "off", "0", "n"})
LONGEST_SHOWN = 60


def parse(question: Question, value: Value, *, undecided: bool = False) -> Value:
    """Return the value as its question stores it, or raise `InvalidAnswer`.

    `undecided` accepts `auto` as the stack.
    """
    if question.kind is Kind.YES_NO:
        return _yes_or_no(question, value)
    text = str(value)
    if question.kind is Kind.CHOICE:
        known = accepted(question) if undecided else question.values
        if text not in known:
            raise InvalidChoice(question.id, shown(text), known, suggestion=question.default_text)
        return text
    if question.id == "name":
        return check_name(text)
    return check_text(question.id, text, question.max_length, question.default_text)


def shown(text: str) -> str:
    """Shorten a value for a message, and replace what a terminal cannot print."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:LONGEST_SHOWN])


def _yes_or_no(question: Question, value: Value) -> bool:
    if isinstance(value, bool):
        return value
    if value.strip().lower() in _YES | _NO:
        return value.strip().lower() in _YES
    raise InvalidChoice(question.id, shown(value), ("yes", "no"), hint="Write `yes` or `no`")
