"""Constraints between answers: which questions apply, what is suggested, which answers exclude each other."""

from collections.abc import Mapping

from pystack_init.errors import IncompatibleAnswers
from pystack_init.questions.answers import Answer, Answers, Source
from pystack_init.questions.model import Prerequisite, Question
from pystack_init.questions.project import BY_ID, QUESTIONS

# How a message refers to an answer that was neither given nor saved.
_NOT_GIVEN = {
    Source.RECOMMENDATION: "is the recommendation",
    Source.USER_DEFAULT: "is your default",
    Source.DEFAULT: "is the default",
}
_SAVED = {Source.PRESET: "is in the preset", Source.PROJECT: "is in the other project"}


def applies(question: Question, answers: Answers) -> bool:
    """Return whether the other answers, or their defaults, meet every prerequisite of a question."""
    return not missing_prerequisites(question, answers)


def missing_prerequisites(question: Question, answers: Answers) -> list[Prerequisite]:
    """List the prerequisites of a question that the other answers, or their defaults, do not meet."""
    others = {
        one: answers.get(one.question) or default_answer(BY_ID[one.question], answers)
        for one in question.requires
    }
    return [one for one, other in others.items() if other.value not in one.answers]


def default_answer(question: Question, answers: Answers) -> Answer:
    """Return the user's default, unless it is a yes that does not apply; else the built-in default."""
    own = answers.user_defaults.get(question.id)
    if own is None or (own is True and not applies(question, answers)):
        return Answer(question.default, Source.DEFAULT)
    return Answer(own, Source.USER_DEFAULT)


def suggested_answer(question: Question, answers: Answers) -> Answer | None:
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
                error = IncompatibleAnswers(
                    question.id,
                    one.label,
                    (one.question, other.text),
                    (_NOT_GIVEN | _SAVED).get(other.source, "was given"),
                    suggestion=one.answers[0],
                )
                error.saved = answers[question.id].source in _SAVED
                raise error


def _excludes(answer: Answer | None, prerequisite: Prerequisite) -> bool:
    # Only a value of the other question excludes: the stack `auto` is resolved later.
    return (
        answer is not None
        and answer.value in BY_ID[prerequisite.question].values
        and answer.value not in prerequisite.answers
    )
