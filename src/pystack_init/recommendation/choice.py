"""Turn gathered answers into a choice of stack: use case, what is still open, what is taken for granted."""

from collections.abc import Mapping, MutableMapping

from pystack_init.errors import MissingAnswers
from pystack_init.questions.answers import Answer, Source
from pystack_init.questions.model import Question
from pystack_init.questions.selection import (
    AUTO,
    OPTIONAL_SELECTION,
    SELECTION,
    SELECTION_BY_ID,
    USE_CASE,
    USE_CASES,
)
from pystack_init.recommendation.scoring import Recommendation, matters, recommend_stack, requirements_of


def expand_use_case(answers: MutableMapping[str, Answer]) -> None:
    """Let a use case answer what nobody answered; it leaves no trace of its own."""
    named = answers.pop(USE_CASE.id, None)
    if named:
        case = next(one for one in USE_CASES if one.id == named.value)
        for key, value in case.answers.items():
            answers.setdefault(key, Answer(value, Source.PRESET))
        if not matters("ops", selection_values(answers)) and answers["ops"].source is Source.PRESET:
            del answers["ops"]


def wants_recommendation(answers: Mapping[str, Answer]) -> bool:
    """Tell whether the selection questions are to be answered: `auto`, or one of them was."""
    stack = answers.get("stack")
    return (stack is not None and stack.value == AUTO) or not answers.keys().isdisjoint(SELECTION_BY_ID)


def unanswered(answers: Mapping[str, Answer], *, ask: bool) -> list[Question]:
    """List the questions left, for a person to be asked, or those that a script has to answer."""
    defaults = frozenset() if ask else OPTIONAL_SELECTION
    return [
        question
        for question in SELECTION
        if question.id not in answers
        and question.id not in defaults
        and matters(question.id, selection_values(answers))
    ]


def missing_selection_answers(questions: list[Question]) -> MissingAnswers:
    """List all that a script has to answer, at once, with a command to paste."""
    flags = ", ".join(f"`--{question.flag}`" for question in questions)
    example = " ".join(f"--{question.flag} {question.default}" for question in questions)
    return MissingAnswers(
        f"Nobody can be asked here, and these answers are missing: {flags}",
        f"Add `--defaults` or `--use-case {USE_CASE.default}`, or for instance `{example}`",
        fields=[question.id for question in questions],
    )


def resolve_stack(answers: MutableMapping[str, Answer]) -> Recommendation:
    """Take for granted what is left, and let the answers decide unless a stack was named."""
    for question in unanswered(answers, ask=True):
        answers[question.id] = Answer(question.default, Source.DEFAULT)
    recommendation = recommend_stack(requirements_of(selection_values(answers)))
    if "stack" not in answers or answers["stack"].value == AUTO:
        answers["stack"] = Answer(recommendation.stack.value, Source.RECOMMENDATION)
    return recommendation


def selection_values(answers: Mapping[str, Answer]) -> dict[str, str]:
    """Give the bare answers to the selection questions."""
    return {key: str(one.value) for key, one in answers.items() if key in SELECTION_BY_ID}
