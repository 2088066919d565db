"""From answers to a stack: expand a use case, list the unanswered questions, take the recommendation."""

from collections.abc import Mapping

from pystack_init.errors import MissingAnswers
from pystack_init.questions.answers import Answer, Answers, Source
from pystack_init.questions.constraints import default_answer
from pystack_init.questions.model import Question
from pystack_init.questions.project import QUESTIONS
from pystack_init.questions.selection import (
    AUTO,
    OPTIONAL_SELECTION,
    SELECTION,
    SELECTION_BY_ID,
    USE_CASE,
    USE_CASES,
)
from pystack_init.questions.stacks import STACK_BY_ID
from pystack_init.recommendation.explanation import warning_about
from pystack_init.recommendation.scoring import Recommendation, matters, recommend_stack, requirements_of

_OF_THE_TEAM = {"team", "ops"}


def expand_use_case(answers: Answers) -> Answers:
    """Replace a use case with its answers and suggested features; an explicit answer takes precedence."""
    named = answers.get(USE_CASE.id)
    if named is None:
        return answers
    case = next(one for one in USE_CASES if one.id == named.value)
    expanded = answers.without(USE_CASE.id)
    for key, value in case.answers.items():
        if key in expanded:
            continue
        # A use case states nothing about the team and its operations: their defaults can be the user's.
        own = key in _OF_THE_TEAM and key in expanded.user_defaults
        answer = default_answer(SELECTION_BY_ID[key], expanded) if own else Answer(value, Source.USE_CASE)
        expanded = expanded.with_(key, answer)
    for question in suggested_by(named.text):
        if question.id not in expanded and question.suggested:
            expanded = expanded.with_(question.id, Answer(question.suggested.value, Source.USE_CASE))
    if "ops" in answers or matters("ops", selection_values(expanded)):
        return expanded
    return expanded.without("ops")


def suggested_by(use_case: str) -> list[Question]:
    """List the features that a use case suggests."""
    leads = ((one, one.suggested) for one in QUESTIONS)
    return [one for one, lead in leads if lead and lead.question == USE_CASE.id and use_case in lead.answers]


def features_of_use_case(answers: Answers) -> tuple[Question, ...]:
    """List the features that the answers have from a use case."""
    given = (one for one in QUESTIONS if one.id in answers)
    return tuple(one for one in given if answers[one.id].source is Source.USE_CASE)


def wants_recommendation(answers: Mapping[str, Answer]) -> bool:
    """Return whether the stack is `auto`, or one of the selection questions was answered."""
    stack = answers.get("stack")
    return (stack is not None and stack.value == AUTO) or not answers.keys().isdisjoint(SELECTION_BY_ID)


def unanswered(answers: Mapping[str, Answer], *, ask: bool) -> list[Question]:
    """List the unanswered selection questions: all with `ask`, else only those that a script must answer."""
    optional = frozenset() if ask else OPTIONAL_SELECTION
    given = selection_values(answers)
    return [
        question
        for question in SELECTION
        if question.id not in answers and question.id not in optional and matters(question.id, given)
    ]


def missing_selection_answers(questions: list[Question]) -> MissingAnswers:
    """Return the error that lists every answer that a script must give, with an example."""
    return MissingAnswers(
        [question.id for question in questions],
        example={question.id: question.default_text for question in questions},
        suggestion=USE_CASE.default_text,
    )


def resolve_stack(answers: Answers) -> tuple[Answers, Recommendation]:
    """Add the defaults of the selection questions, and the recommended stack unless one was given."""
    for question in SELECTION:
        if question.id not in answers and matters(question.id, selection_values(answers)):
            answers = answers.with_(question.id, default_answer(question, answers))
    recommendation = recommend_stack(requirements_of(selection_values(answers)))
    if "stack" not in answers or answers["stack"].value == AUTO:
        answers = answers.with_("stack", Answer(recommendation.stack.id, Source.RECOMMENDATION))
    return answers, recommendation


def stack_warning(answers: Mapping[str, Answer]) -> str | None:
    """Return one line on what the stack gives up, if the answers recommend another one."""
    given = selection_values(answers)
    stack = STACK_BY_ID[answers["stack"].text]
    return warning_about(stack, recommend_stack(requirements_of(given))) if given else None


def selection_values(answers: Mapping[str, Answer]) -> dict[str, str]:
    """Return the answers to the selection questions without their sources."""
    return {key: str(one.value) for key, one in answers.items() if key in SELECTION_BY_ID}
