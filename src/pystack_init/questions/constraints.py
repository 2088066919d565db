"""What one answer has to do with another: which questions apply, what is advised, what contradicts what."""

from collections.abc import Mapping

from pystack_init.errors import ImpossibleRequest
from pystack_init.questions.answers import Answer, Source
from pystack_init.questions.model import Prerequisite, Question
from pystack_init.questions.project import BY_ID, QUESTIONS

_SAID = {Source.FLAG, Source.PROMPT, Source.FILE, Source.ENVIRONMENT}


def applies(question: Question, answers: Mapping[str, Answer]) -> bool:
    """Say whether a question makes sense beside the other answers, or their defaults."""
    return not missing_prerequisites(question, answers)


def missing_prerequisites(question: Question, answers: Mapping[str, Answer]) -> list[Prerequisite]:
    """List what a question needs and does not find among the other answers, or their defaults."""
    return [
        prerequisite
        for prerequisite in question.requires
        if (
            answers[prerequisite.question].value
            if prerequisite.question in answers
            else BY_ID[prerequisite.question].default
        )
        not in prerequisite.answers
    ]


def suggested_answer(question: Question, answers: Mapping[str, Answer]) -> Answer | None:
    """Give the answer that the others suggest, where the question makes sense beside them."""
    lead = question.suggested
    if lead and lead.question in answers and answers[lead.question].value in lead.answers:
        return Answer(lead.value, Source.RECOMMENDATION) if applies(question, answers) else None
    return None


def is_ruled_out(question: Question, answers: Mapping[str, Answer]) -> bool:
    """Say whether an answer that was given makes a question senseless; `auto` may turn out either way."""
    return any(
        _contradicts(answers.get(prerequisite.question), prerequisite) for prerequisite in question.requires
    )


def check_constraints(answers: Mapping[str, Answer]) -> None:
    """Refuse a yes beside an answer that rules it out."""
    for question in QUESTIONS:
        if question.id not in answers or answers[question.id].value is not True:
            continue
        for prerequisite in question.requires:
            other = answers.get(prerequisite.question)
            if other and _contradicts(other, prerequisite):
                flag, said = question.flag, f"`--{prerequisite.question} {other.value}`"
                how = "was given" if other.source in _SAID else f"is the {other.source}"
                raise ImpossibleRequest(
                    f"`--{flag}` needs {prerequisite.what}, but {said} {how}",
                    f"Drop `--{flag}`, or use `--{prerequisite.question} {prerequisite.answers[0]}`",
                    fields=[question.id, prerequisite.question],
                )


def _contradicts(answer: Answer | None, prerequisite: Prerequisite) -> bool:
    # Only an answer of the other question can: `auto` is decided later.
    return (
        answer is not None
        and answer.value in BY_ID[prerequisite.question].values
        and answer.value not in prerequisite.answers
    )
