"""Draw a recommendation: the stack, its reasons, what speaks against it, and what would change it."""

from collections.abc import Iterator

from pystack_init.advice.record import explain
from pystack_init.advice.rules import Rule
from pystack_init.advice.score import Advice
from pystack_init.advice.terms import Stack, cite
from pystack_init.outcome.stacks import Recommended
from pystack_init.terminal.console import width
from pystack_init.terminal.theme import bold, dim


def recommended(outcome: Recommended) -> str:
    """Draw the card, and the command that makes such a project."""
    return f"{card(outcome.advice)}\n{bold('Make it')}\n  {outcome.reproduce}\n"


def card(advice: Advice) -> str:
    """Draw the card alone."""
    return "\n".join(_lines(advice)) + "\n"


def _lines(advice: Advice) -> Iterator[str]:
    from textwrap import wrap  # noqa: PLC0415 - it brings `re` along: not for `--help`

    measure = min(width(), 80)
    yield bold(f"Recommended: {advice.stack.label}")
    for sentence in explain(advice):
        yield from wrap(sentence, measure, initial_indent="  ", subsequent_indent="  ")
    for title, rules in _sides(advice):
        yield ""
        yield bold(title)
        for rule in rules:
            text = f"{rule.weight}  {rule.claim} ({cite(rule.articles)})"
            yield from wrap(text, measure, initial_indent="  ", subsequent_indent="     ")
    yield ""
    yield f"{bold('Next best')}  {advice.runner_up.label}"
    if advice.flips_if:
        yield ""
        yield bold("What would change it")
        for flip in advice.flips_if:
            yield f"  {f'--{flip.question} {flip.answer}':20} {dim(flip.stack.label)}"


def _sides(advice: Advice) -> Iterator[tuple[str, list[Rule]]]:
    """Give the reasons of each side that has any, the chosen stack's first."""
    for stack in sorted(Stack, key=lambda one: one is not advice.stack):
        rules = [rule for rule in advice.verdict.reasons if rule.favours is stack]
        if rules:
            yield f"For {stack.label}", rules
