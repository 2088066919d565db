"""Write the decision record of a project as Markdown; equal answers give an equal record."""

from collections.abc import Callable, Iterable, Mapping

from pystack_init.questions.selection import SELECTION, SELECTION_BY_ID
from pystack_init.questions.stacks import STACK_BY_ID, Stack
from pystack_init.recommendation.articles import ARTICLES, cite
from pystack_init.recommendation.explanation import explain_cost, explain_decision
from pystack_init.recommendation.scoring import Recommendation, matters, recommend_stack, requirements_of

# Writes a question, and its answer where there is one, as a flag.
ToFlag = Callable[..., str]


def decision_record(answers: Mapping[str, str | bool], to_flag: ToFlag) -> str:
    """Return the record: the stack, the given answers and the reasons."""
    stack = STACK_BY_ID[str(answers["stack"])]
    given = {key: str(value) for key, value in answers.items() if key in SELECTION_BY_ID}
    if not given:
        return _chosen_directly(stack, to_flag)
    recommendation = recommend_stack(requirements_of(given))
    sections = [
        f"# The stack: {stack.label}",
        "## Context\n\nThe answers to the questions about the product:\n\n" + _answers(given, to_flag),
        _recommended(recommendation),
        "## Decision\n\n" + _decision(stack, recommendation),
        "## Consequences\n\n" + _consequences(stack, recommendation),
        "## What would change the recommendation\n\n" + _flips(recommendation, to_flag),
        _sources(),
    ]
    return "\n\n".join(sections)


def _chosen_directly(stack: Stack, to_flag: ToFlag) -> str:
    compare = f"pystack-init compare {to_flag('markdown')}"
    return (
        f"# The stack: {stack.label}\n\n"
        "The stack was chosen directly when the project was created, without the questions that recommend\n"
        f"one. So no reasons are recorded. `pystack-init recommend` asks these questions, and `{compare}`\n"
        "lists the arguments for and against each stack. Add your team's reasons here."
    )


def _answers(given: Mapping[str, str], to_flag: ToFlag) -> str:
    rows = [
        f"| {question.text} | {choice.label} | `{to_flag(question.id, choice.value)}` |"
        for question in SELECTION
        if question.id in given and matters(question.id, given)
        for choice in question.choices
        if choice.value == given[question.id]
    ]
    return "\n".join(["| Question | Answer | Flag |", "| --- | --- | --- |", *rows])


def _recommended(recommendation: Recommendation) -> str:
    """State what the answers recommend, and why."""
    reasons = [
        f"{rule.favours.label}, {rule.weight}: {rule.claim} ({cite(rule.articles)})"
        for rule in recommendation.decision.reasons
    ]
    best, second = recommendation.stack.label, recommendation.runner_up.label
    decided = (
        f"They recommend {best}; the runner-up is {second}.\n\n{_bullets(explain_decision(recommendation))}"
    )
    return f"{decided}\n\nThe reasons, each with its stack and weight:\n\n{_bullets(reasons)}"


def _decision(stack: Stack, recommendation: Recommendation) -> str:
    if stack is recommendation.stack:
        return f"{stack.label}, as recommended."
    best = recommendation.stack.label
    return f"{stack.label}, chosen instead of the recommended {best}. Add your reasons here."


def _consequences(stack: Stack, recommendation: Recommendation) -> str:
    if costs := explain_cost(stack, recommendation):
        return _bullets(costs)
    others = [rule.favours.label for rule in recommendation.decision.reasons if rule.favours is not stack]
    return f"The reasons for {others[0]} weigh less." if others else "No reason favours another stack."


def _bullets(sentences: Iterable[str]) -> str:
    return "\n".join(f"- {one}" for one in sentences)


def _flips(recommendation: Recommendation, to_flag: ToFlag) -> str:
    if not recommendation.flips_if:
        return "No change of a single answer."
    return _bullets(
        f"`{to_flag(flip.question, flip.answer)}` changes it to {flip.stack.label}"
        for flip in recommendation.flips_if
    )


def _sources() -> str:
    rows = "\n".join(f"- {number}: {title}" for number, title in ARTICLES.items())
    return f"## Sources\n\nThe weight of a claim is the number of these articles that make it.\n\n{rows}"
