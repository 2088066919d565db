"""Render a recommendation: the stack, the reasons for each side, and what would change the result."""

from collections.abc import Iterator, Mapping, Sequence

from pystack_init.planning.command_line import to_flag
from pystack_init.questions.model import Question
from pystack_init.questions.stacks import HYBRID, STACKS, Stack
from pystack_init.recommendation.articles import cite
from pystack_init.recommendation.explanation import explain
from pystack_init.recommendation.rules import COST, HARD_RULES, Rule
from pystack_init.recommendation.scoring import Recommendation, requirements_of
from pystack_init.results.stacks import Recommended
from pystack_init.terminal.console import width
from pystack_init.terminal.stacks import COLOURS
from pystack_init.terminal.theme import bold, coloured, dim

NO_PAGES = next(rule for rule in HARD_RULES if rule.id == "R3")


def recommendation_text(result: Recommended) -> str:
    """Render the complete recommendation, and the command that creates such a project."""
    lines = "\n".join([*_lines(result.recommendation), *suggested_features(result.suggested)])
    return f"{lines}\n\n{bold('Create the project')}\n  {result.reproduce}\n"


def summary(recommendation: Recommendation, measure: int | None = None) -> str:
    """Render a summary above the next question: every point with its reason, and what else decided."""
    decision, scores = recommendation.decision, recommendation.decision.scores
    lines = _heading(f"Recommended: {recommendation.stack.label}", recommendation.stack, measure)
    unit = "points, one per article"
    for stack in sorted(scores, key=lambda one: (one is not recommendation.stack, -scores[one])):
        lines += _heading(f"{stack.label}: {scores[stack]} {unit}", stack, measure)
        unit = "points"
        for rule in sorted(decision.reasons, key=lambda one: -one.weight):
            if rule.favours is stack:
                lines += _wrapped(f"{rule.weight}  {rule.claim}", "  ", "     ", measure)
    texts = ["Close call: compare the reasons for both frameworks"] if recommendation.close_call else []
    if recommendation.stack is HYBRID:
        texts += [decision.applied[0][1], f"Cost: {COST.claim}"]
    elif scores[recommendation.stack] <= min(scores.values()):  # then the last hard rule decided
        texts.append(decision.applied[-1][1])
    texts.append(f"Runner-up: {recommendation.runner_up.label}")
    lines += [line for text in texts for line in _wrapped(text, "", "  ", measure)]
    return "\n".join(lines) + "\n"


def _heading(text: str, stack: Stack, measure: int | None = None) -> list[str]:
    return [bold(coloured(COLOURS[stack], line)) for line in _wrapped(text, "", "  ", measure)]


def stack_warning(stack: Stack, selection: Mapping[str, str]) -> str:
    """Return a warning when the chosen stack breaks the rule about pages, else nothing."""
    if not selection or not NO_PAGES.applies(requirements_of(selection)) or stack in NO_PAGES.leaves:
        return ""
    return "\n" + "\n".join(_wrapped(f"Not recommended: {NO_PAGES.says}", "", "  ")) + "\n"


def _lines(recommendation: Recommendation) -> Iterator[str]:
    yield from _heading(f"Recommended: {recommendation.stack.label}", recommendation.stack)
    for sentence in explain(recommendation):
        yield from _wrapped(sentence, "  ", "  ")
    for stack, rules in _sides(recommendation):
        yield ""
        yield from _heading(f"For {stack.label}", stack)
        for rule in rules:
            yield from _wrapped(f"{rule.weight}  {rule.claim} ({cite(rule.articles)})", "  ", "     ")
    yield ""
    yield f"{bold('Runner-up')}  {recommendation.runner_up.label}"
    if recommendation.flips_if:
        yield ""
        yield bold("What would change the result")
        for flip in recommendation.flips_if:
            yield f"  {f'--{flip.question} {flip.answer}':20} {dim(flip.stack.label)}"


def suggested_features(questions: Sequence[Question]) -> Iterator[str]:
    """List the features that a new project has by default with these answers."""
    if questions:
        yield ""
        yield bold("Suggested features")
    for question in questions:
        reasons = cite(question.suggested.articles) if question.suggested else ""
        yield f"  {to_flag(question.id):20} {dim(f'{question.text} ({reasons})')}"


def _wrapped(text: str, first: str, others: str, measure: int | None = None) -> list[str]:
    from textwrap import wrap  # noqa: PLC0415 - it brings `re` along: not for `--help`

    return wrap(text, min(measure or width(), 80), initial_indent=first, subsequent_indent=others)


def _sides(recommendation: Recommendation) -> Iterator[tuple[Stack, list[Rule]]]:
    """Group the reasons by stack, the recommended one first."""
    for stack in sorted(STACKS, key=lambda one: one is not recommendation.stack):
        rules = [rule for rule in recommendation.decision.reasons if rule.favours is stack]
        if rules:
            yield stack, rules
