"""Change the recorded answers of a project; the result is checked like the answers of a new one."""

from collections.abc import Iterable, Mapping, Sequence

from pystack_init.errors import ImpossibleRequest, IncompatibleAnswers
from pystack_init.planning.proposal import proposed_answer
from pystack_init.planning.switches import KEPT_PARTS, without_part
from pystack_init.planning.validation import parse
from pystack_init.questions.answers import Answer, Answers, Source, Value
from pystack_init.questions.constraints import check_constraints
from pystack_init.questions.model import Kind, Question
from pystack_init.questions.project import CORE, QUESTIONS
from pystack_init.suggestions import did_you_mean

NONE = "none"
# What `set` cannot change: the files that a project has depend on it, or it names the folder.
_FIXED = {"stack": "use `switch`", "name": "rename the folder, and replace the name in the files"}


def features() -> tuple[Question, ...]:
    """List the questions of the features that a project can be without."""
    return tuple(one for one in QUESTIONS if one not in CORE and _off(one) is not None)


def included_features(recorded: Mapping[str, Value]) -> tuple[str, ...]:
    """List the features of a project: `docker`, or `ci=github` where there is a choice."""
    present = [one for one in features() if recorded.get(one.id) not in (None, _off(one))]
    return tuple(one.id if one.kind is Kind.YES_NO else f"{one.id}={recorded[one.id]}" for one in present)


def with_features(recorded: Mapping[str, Value], names: Iterable[str], *, wanted: bool) -> dict[str, Value]:
    """Return the answers with features, written `docker` or `ci=gitlab`, or without them."""
    left = dict(recorded)
    changes: dict[str, Value] = {}
    for name in names:
        if name in KEPT_PARTS and not wanted:
            left = without_part(left, name)
        else:
            changes |= _of_feature(recorded, name, wanted=wanted)
    return with_answers(left, changes) if changes else left


def _of_feature(recorded: Mapping[str, Value], feature: str, *, wanted: bool) -> dict[str, Value]:
    """Return the answer that adds or removes a feature; none if the project has it already."""
    name, _, value = feature.partition("=")
    name = name.replace("-", "_")  # as in the flag
    known = {one.id: one for one in features()}
    if name not in known:
        raise ImpossibleRequest(f"Unknown feature `{name}`", did_you_mean(name, list(known)))
    question = known[name]
    if not wanted:
        return {name: _off(question) or False}
    if value:
        return {name: value}
    present = recorded.get(name) not in (None, _off(question))
    return {} if present else {name: _on(question)}


def with_stack(recorded: Mapping[str, Value], stack: str) -> dict[str, Value]:
    """Return the answers with another stack, without the features that it cannot have."""
    lost = {
        one.id: False
        for one in features()
        for needed in one.requires
        if recorded.get(one.id) is True and needed.question == "stack" and stack not in needed.answers
    }
    return with_answers(recorded, {"stack": stack, **lost})


def with_pairs(recorded: Mapping[str, Value], pairs: Iterable[str]) -> dict[str, Value]:
    """Return the answers with changes that are written `database=postgresql`."""
    changes: dict[str, Value] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise ImpossibleRequest(f"`{pair}` has no value", "Write `question=answer`")
        name = name.strip().replace("-", "_")
        if name in _FIXED:
            raise ImpossibleRequest(f"`{name}` cannot be set", _FIXED[name].capitalize())
        changes[name] = value
    return with_answers(recorded, changes)


def with_answers(
    recorded: Mapping[str, Value],
    changes: Mapping[str, Value],
    questions: Sequence[Question] = QUESTIONS,
) -> dict[str, Value]:
    """Return the answers with changes, and the default of each question that the project has no answer to.

    `questions` are those of the release that the project gets.
    """
    try:
        return _with_answers(recorded, changes, questions)
    except ImpossibleRequest as error:
        error.in_project = True
        if isinstance(error, IncompatibleAnswers):
            error.saved = error.fields[0] not in changes
        raise


def _with_answers(
    recorded: Mapping[str, Value], changes: Mapping[str, Value], questions: Sequence[Question]
) -> dict[str, Value]:
    by_id = {one.id: one for one in questions}
    for name in changes:
        if name not in by_id:
            raise ImpossibleRequest(f"Unknown question `{name}`", did_you_mean(name, list(by_id)))
    parsed = {name: parse(by_id[name], value) for name, value in changes.items()}
    answers = Answers(
        {
            key: Answer(value, Source.FLAG if key in parsed else Source.FILE)
            for key, value in {**recorded, **parsed}.items()
            if key in by_id
        }
    )
    for question in questions:
        if question.id not in answers:
            answers = answers.with_(question.id, proposed_answer(question, answers, lambda: None))
    check_constraints(answers)
    return {**recorded, **answers.bare_values}


def _off(question: Question) -> Value | None:
    if question.kind is Kind.YES_NO:
        return False
    return NONE if NONE in question.values else None


def _on(question: Question) -> Value:
    if question.kind is Kind.YES_NO:
        return True
    return question.default if question.default != NONE else question.values[0]
