"""Check one value against its question."""

from pystack_init.errors import InvalidAnswer, did_you_mean
from pystack_init.questions.answers import Value
from pystack_init.questions.model import Kind, Question
from pystack_init.questions.names import check_name, check_text
from pystack_init.questions.selection import accepted

_YES = frozenset({"yes", "true", "on", "1", "y"})
_NO = frozenset({"no", "false", "off", "0", "n"})


def parse(question: Question, value: Value, *, undecided: bool = False) -> Value:
    """Accept one answer as its question wants it, or say why not; `undecided` lets `auto` be a stack."""
    if question.kind is Kind.YES_NO:
        return _yes_or_no(question, value)
    text = str(value)
    if question.kind is Kind.CHOICE:
        known = accepted(question) if undecided else question.values
        if text not in known:
            message = f"`{_shown(text)}` is no answer to `{question.id}`"
            raise InvalidAnswer(message, did_you_mean(text, known), fields=[question.id])
        return text
    if question.id == "name":
        return check_name(text)
    return check_text(question.id, text, question.max_length, question.default_text)


def _yes_or_no(question: Question, value: Value) -> bool:
    if isinstance(value, bool):
        return value
    if value.strip().lower() in _YES | _NO:
        return value.strip().lower() in _YES
    raise InvalidAnswer(
        f"`{_shown(value)}` is no answer to `{question.id}`", "Say `yes` or `no`", fields=[question.id]
    )


def _shown(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text[:60])
