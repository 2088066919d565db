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
    """Draw all of it, and the command that makes such a project."""
    lines = "\n".join(_lines(outcome.advice))
    return f"{lines}\n\n{bold('Make it')}\n  {outcome.reproduce}\n"


def brief(advice: Advice) -> str:
    """Draw what fits above the next question, the verdict last: what comes first scrolls away."""
    lines = []
    for title, rules in _sides(advice):
        lines += [bold(title), *_wrapped(rules[0].claim, "  ")]
        if rules[1:]:
            lines.append(f"  and {len(rules) - 1} more")
    lines += ["", bold(f"Recommended: {advice.stack.label}")]
    for sentence in explain(advice):
        lines += _wrapped(sentence, "  ")
    after = f"Next best is {advice.runner_up.label}; you can still choose another at the review."
    return "\n".join([*lines, *_wrapped(after, "  ")]) + "\n"


def _lines(advice: Advice) -> Iterator[str]:
    yield bold(f"Recommended: {advice.stack.label}")
    for sentence in explain(advice):
        yield from _wrapped(sentence, "  ")
    for title, rules in _sides(advice):
        yield ""
        yield bold(title)
        for rule in rules:
            yield from _wrapped(f"{rule.weight}  {rule.claim} ({cite(rule.articles)})", "  ", "     ")
    yield ""
    yield f"{bold('Next best')}  {advice.runner_up.label}"
    if advice.flips_if:
        yield ""
        yield bold("What would change it")
        for flip in advice.flips_if:
            yield f"  {f'--{flip.question} {flip.answer}':20} {dim(flip.stack.label)}"


def _wrapped(text: str, first: str, others: str | None = None) -> list[str]:
    from textwrap import wrap  # noqa: PLC0415 - it brings `re` along: not for `--help`

    return wrap(text, min(width(), 80), initial_indent=first, subsequent_indent=others or first)


def _sides(advice: Advice) -> Iterator[tuple[str, list[Rule]]]:
    """Give the reasons of each side that has any, the chosen stack's first."""
    for stack in sorted(Stack, key=lambda one: one is not advice.stack):
        rules = [rule for rule in advice.verdict.reasons if rule.favours is stack]
        if rules:
            yield f"For {stack.label}", rules
