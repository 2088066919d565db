"""Ask for the answers that are missing."""

import sys
import termios
from collections.abc import Callable, Sequence
from contextlib import suppress

from pystack_init.answers import Answer, Source, Value
from pystack_init.errors import Cancelled, PystackError
from pystack_init.interruption import at_stop
from pystack_init.plan import parse, suggestion
from pystack_init.questions import Kind, Question


def ask(questions: Sequence[Question], author: Callable[[], str | None]) -> dict[str, Answer]:
    """Ask one question after the other; Enter takes what is suggested."""
    with at_stop(_restoring_the_terminal()):
        return {question.id: _ask_one(question, suggestion(question, author)) for question in questions}


def _ask_one(question: Question, suggested: Answer) -> Answer:
    value = _prompt(question, suggested.value)
    return suggested if value == suggested.value else Answer(value, Source.PROMPT)


def _prompt(question: Question, suggested: Value) -> Value:
    import questionary  # noqa: PLC0415 - 0.1 s to import: only when somebody is asked

    def valid(text: str) -> bool | str:
        try:
            parse(question, text)
        except PystackError as error:
            return f"{error.message}. {error.hint or ''}"
        return True

    if question.kind is Kind.YES_NO:
        prompt = questionary.confirm(question.text, default=bool(suggested))
    elif question.kind is Kind.CHOICE:
        choices = [questionary.Choice(choice.label, choice.value) for choice in question.choices]
        prompt = questionary.select(question.text, choices=choices, default=str(suggested))
    else:
        prompt = questionary.text(question.text, default=str(suggested), validate=valid)
    try:
        return parse(question, prompt.unsafe_ask())
    except (KeyboardInterrupt, EOFError):
        raise Cancelled from None


def _restoring_the_terminal() -> Callable[[], None]:
    """Remember how the terminal is set: a prompt switches off its echo, and a signal ends all at once."""
    try:
        settings = termios.tcgetattr(sys.stdin)
    except (termios.error, ValueError, OSError):
        return lambda: None

    def restore() -> None:
        with suppress(termios.error):
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, settings)

    return restore
