"""Constraints between answers: which questions apply, what is suggested, which answers exclude each other."""

from collections.abc import Mapping

from pystack_init.errors import IncompatibleAnswers
from pystack_init.questions.answers import Answer, Source
from pystack_init.questions.model import Prerequisite, Question
from pystack_init.questions.project import BY_ID, QUESTIONS

_GIVEN_BY_USER = {Source.FLAG, Source.PROMPT, Source.FILE, Source.ENVIRONMENT}


def applies(question: Question, answers: Mapping[str, Answer]) -> bool:
    """Return whether the other answers, or their defaults, meet every prerequisite of a question."""
    return not missing_prerequisites(question, answers)


def missing_prerequisites(question: Question, answers: Mapping[str, Answer]) -> list[Prerequisite]:
    """List the prerequisites of a question that the other answers, or their defaults, do not meet."""
    values = {key: one.value for key, one in answers.items()}
    return [
        one
        for one in question.requires
        if values.get(one.question, BY_ID[one.question].default) not in one.answers
    ]


def suggested_answer(question: Question, answers: Mapping[str, Answer]) -> Answer | None:
    """Return the answer that the other answers suggest, if the question applies."""
    rule = question.suggested
    if rule and rule.question in answers and answers[rule.question].value in rule.answers:
        return Answer(rule.value, Source.RECOMMENDATION) if applies(question, answers) else None
    return None


def is_excluded(question: Question, answers: Mapping[str, Answer]) -> bool:
    """Return whether an explicit answer excludes a question; the stack `auto` excludes none."""
    return any(_excludes(answers.get(one.question), one) for one in question.requires)


def check_constraints(answers: Mapping[str, Answer]) -> None:
    """Raise `IncompatibleAnswers` if another answer excludes a yes."""
    for question in QUESTIONS:
        if question.id not in answers or answers[question.id].value is not True:
            continue
        for one in question.requires:
            other = answers.get(one.question)
            if other and _excludes(other, one):
                raise IncompatibleAnswers(
                    question.id,
                    one.label,
                    (one.question, other.text),
                    "was given" if other.source in _GIVEN_BY_USER else f"is the {other.source}",
                    suggestion=one.answers[0],
                )


def _excludes(answer: Answer | None, prerequisite: Prerequisite) -> bool:
    # Only a value of the other question excludes: the stack `auto` is resolved later.
    return (
        answer is not None
        and answer.value in BY_ID[prerequisite.question].values
        and answer.value not in prerequisite.answers
    )
