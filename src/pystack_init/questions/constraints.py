"""What one answer has to do with another: which questions apply, what is advised, what contradicts what."""

from collections.abc import Mapping

from pystack_init.errors import ImpossibleRequest
from pystack_init.questions.answers import Answer, Source
from pystack_init.questions.model import Question, Requirement
from pystack_init.questions.project import BY_ID, QUESTIONS

_SAID = {Source.FLAG, Source.PROMPT, Source.FILE, Source.ENVIRONMENT}


def applies(question: Question, given: Mapping[str, Answer]) -> bool:
    """Say whether a question makes sense beside the other answers, or their defaults."""
    return not unmet(question, given)


def unmet(question: Question, given: Mapping[str, Answer]) -> list[Requirement]:
    """List what a question needs and does not find among the other answers, or their defaults."""
    return [
        need
        for need in question.needs
        if (given[need.question].value if need.question in given else BY_ID[need.question].default)
        not in need.answers
    ]


def advised(question: Question, given: Mapping[str, Answer]) -> Answer | None:
    """Give the answer that the others suggest, where the question makes sense beside them."""
    lead = question.advised
    if lead and lead.question in given and given[lead.question].value in lead.answers:
        return Answer(lead.value, Source.RECOMMENDATION) if applies(question, given) else None
    return None


def is_ruled_out(question: Question, given: Mapping[str, Answer]) -> bool:
    """Say whether an answer that was given makes a question senseless; `auto` may turn out either way."""
    return any(_contradicts(given.get(need.question), need) for need in question.needs)


def check_needs(given: Mapping[str, Answer]) -> None:
    """Refuse a yes beside an answer that rules it out."""
    for question in QUESTIONS:
        if question.id not in given or given[question.id].value is not True:
            continue
        for need in question.needs:
            other = given.get(need.question)
            if other and _contradicts(other, need):
                flag, said = question.flag, f"`--{need.question} {other.value}`"
                how = "was given" if other.source in _SAID else f"is the {other.source}"
                raise ImpossibleRequest(
                    f"`--{flag}` needs {need.what}, but {said} {how}",
                    f"Drop `--{flag}`, or use `--{need.question} {need.answers[0]}`",
                    fields=[question.id, need.question],
                )


def _contradicts(answer: Answer | None, need: Requirement) -> bool:
    # Only an answer of the other question can: `auto` is decided later.
    return (
        answer is not None
        and answer.value in BY_ID[need.question].values
        and answer.value not in need.answers
    )
