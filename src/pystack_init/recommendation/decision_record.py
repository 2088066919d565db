"""Write the decision down for the project, as Markdown; the same answers always give the same record."""

from collections.abc import Mapping

from pystack_init.questions.selection import SELECTION, SELECTION_BY_ID
from pystack_init.questions.stacks import Stack
from pystack_init.recommendation.articles import ARTICLES, cite
from pystack_init.recommendation.explanation import explain
from pystack_init.recommendation.scoring import Recommendation, matters, recommend_stack, requirements_of


def decision_record(answers: Mapping[str, str | bool]) -> str:
    """Say what the project stands on and why, as far as anybody was asked."""
    stack = Stack(str(answers["stack"]))
    said = {key: str(value) for key, value in answers.items() if key in SELECTION_BY_ID}
    if not said:
        return _chosen_directly(stack)
    recommendation = recommend_stack(requirements_of(said))
    sections = [
        f"# The stack: {stack.label}",
        _context(said),
        "## Decision\n\n" + _decision(stack, recommendation),
        "## Reasons\n\n" + _bullets(recommendation),
        "## What would change it\n\n" + _flips(recommendation),
        _sources(),
    ]
    return "\n\n".join(sections)


def _chosen_directly(stack: Stack) -> str:
    return (
        f"# The stack: {stack.label}\n\n"
        "It was named when the project was made; the questions that choose a stack were not asked, so no\n"
        "reasons are on record. `pystack-init recommend` asks them, and `pystack-init compare --markdown`\n"
        "lists what is said for and against each stack. Write the team's own reasons here."
    )


def _context(said: Mapping[str, str]) -> str:
    rows = [
        f"| {question.text} | {choice.label} | `--{question.id} {choice.value}` |"
        for question in SELECTION
        if question.id in said and matters(question.id, said)
        for choice in question.choices
        if choice.value == said[question.id]
    ]
    return "\n".join(["## Answers", "", "| Question | Answer | As a flag |", "| --- | --- | --- |", *rows])


def _decision(stack: Stack, recommendation: Recommendation) -> str:
    lines = [f"- {one}" for one in explain(recommendation)]
    if stack is not recommendation.stack:
        lines.insert(
            0, f"- The answers speak for {recommendation.stack.label}; {stack.label} was chosen all the same."
        )
    else:
        lines.insert(0, f"- {stack.label}; next best is {recommendation.runner_up.label}.")
    return "\n".join(lines)


def _bullets(recommendation: Recommendation) -> str:
    return "\n".join(
        f"- {rule.favours.label}, {rule.weight}: {rule.claim} ({cite(rule.articles)})"
        for rule in recommendation.decision.reasons
    )


def _flips(recommendation: Recommendation) -> str:
    if not recommendation.flips_if:
        return "No other answer to any one question."
    return "\n".join(
        f"- `--{flip.question} {flip.answer}` would give {flip.stack.label}"
        for flip in recommendation.flips_if
    )


def _sources() -> str:
    rows = "\n".join(f"- {number}: {title}" for number, title in ARTICLES.items())
    return f"## Sources\n\nThe weight of a claim is the number of these articles that make it.\n\n{rows}"
