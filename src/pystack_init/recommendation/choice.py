"""Turn gathered answers into a choice of stack: use case, what is still open, what is taken for granted."""

from collections.abc import Mapping, MutableMapping

from pystack_init.errors import MissingAnswers
from pystack_init.questions.answers import Answer, Source
from pystack_init.questions.model import Question
from pystack_init.questions.selection import (
    AUTO,
    SELECTION,
    SELECTION_BY_ID,
    TAKEN_FOR_GRANTED,
    USE_CASE,
    USE_CASES,
)
from pystack_init.recommendation.scoring import Advice, advise, matters, need_of


def expand_use_case(given: MutableMapping[str, Answer]) -> None:
    """Let a use case answer what nobody answered; it leaves no trace of its own."""
    named = given.pop(USE_CASE.id, None)
    if named:
        case = next(one for one in USE_CASES if one.id == named.value)
        for key, value in case.answers.items():
            given.setdefault(key, Answer(value, Source.PRESET))
        if not matters("ops", spoken(given)) and given["ops"].source is Source.PRESET:
            del given["ops"]


def is_wanted(given: Mapping[str, Answer]) -> bool:
    """Tell whether the selection questions are to be answered: `auto`, or one of them was."""
    stack = given.get("stack")
    return (stack is not None and stack.value == AUTO) or not given.keys().isdisjoint(SELECTION_BY_ID)


def still_open(given: Mapping[str, Answer], *, ask: bool) -> list[Question]:
    """List the questions left, for a person to be asked, or those that a script has to answer."""
    granted = frozenset() if ask else TAKEN_FOR_GRANTED
    return [
        question
        for question in SELECTION
        if question.id not in given and question.id not in granted and matters(question.id, spoken(given))
    ]


def refuse_open(questions: list[Question]) -> MissingAnswers:
    """List all that a script has to answer, at once, with a command to paste."""
    flags = ", ".join(f"`--{question.flag}`" for question in questions)
    example = " ".join(f"--{question.flag} {question.default}" for question in questions)
    return MissingAnswers(
        f"Nobody can be asked here, and these answers are missing: {flags}",
        f"Add `--defaults` or `--use-case {USE_CASE.default}`, or for instance `{example}`",
        fields=[question.id for question in questions],
    )


def settle(given: MutableMapping[str, Answer]) -> Advice:
    """Take for granted what is left, and let the answers decide unless a stack was named."""
    for question in still_open(given, ask=True):
        given[question.id] = Answer(question.default, Source.DEFAULT)
    advice = advise(need_of(spoken(given)))
    if "stack" not in given or given["stack"].value == AUTO:
        given["stack"] = Answer(advice.stack.value, Source.RECOMMENDATION)
    return advice


def spoken(given: Mapping[str, Answer]) -> dict[str, str]:
    """Give the bare answers to the selection questions."""
    return {key: str(one.value) for key, one in given.items() if key in SELECTION_BY_ID}
