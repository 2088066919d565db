"""Add the claims up: the stack that fits, by how much, the second best, and what would change the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pystack_init.questions.selection import SELECTION
from pystack_init.questions.stacks import Stack
from pystack_init.recommendation.requirements import Need
from pystack_init.recommendation.rules import HARD_RULES, RULES, SINGLE, TIE_GOES_TO, TIE_SAYS, Rule

CLOSE = 2  # a margin up to this is within what the articles themselves disagree by


@dataclass(frozen=True, slots=True)
class Flip:
    """One answer that would change the result."""

    question: str
    answer: str
    stack: Stack


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision; `applied` are the hard rules, each as its id and what it says."""

    stack: Stack
    scores: Mapping[Stack, int]
    reasons: tuple[Rule, ...]
    applied: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """A decision with all that speaks for it and against it."""

    need: Need
    verdict: Verdict
    runner_up: Stack
    flips_if: tuple[Flip, ...]

    @property
    def stack(self) -> Stack:
        """Name the stack that fits."""
        return self.verdict.stack

    @property
    def margin(self) -> int:
        """Tell how far the two frameworks are apart."""
        fastapi, django = self.verdict.scores[Stack.FASTAPI], self.verdict.scores[Stack.DJANGO_DRF]
        return abs(fastapi - django)

    @property
    def close_call(self) -> bool:
        """Tell whether a sensible person could have decided the other way."""
        return self.margin <= CLOSE


def advise(need: Need, rules: Sequence[Rule] = RULES) -> Advice:
    """Say which stack fits, and what would have to be different for another one."""
    verdict = decide(need, rules)
    flips = [
        Flip(question.id, answer, other)
        for question in SELECTION
        if question.id != "ops" or need.pulls_both_ways
        for answer in question.values
        if (other := decide(replace(need, **{question.id: answer}), rules).stack) is not verdict.stack
    ]
    return Advice(need, verdict, _second(need, verdict, rules), tuple(flips))


def decide(need: Need, rules: Sequence[Rule] = RULES) -> Verdict:
    """Let the hard rules narrow the stacks, and the sums choose among those that are left."""
    reasons = tuple(rule for rule in rules if rule.when and rule.when(need))
    scores = {
        stack: sum(rule.weight for rule in reasons if rule.favours is stack) for stack in sorted(SINGLE)
    }
    left = frozenset(Stack)
    applied = []
    for rule in HARD_RULES:
        if rule.applies(need) and left - rule.leaves:
            left &= rule.leaves
            applied.append((rule.id, rule.says))
    left = left & SINGLE or left  # unless a rule asks for it, a second process is a cost that buys nothing
    best = max(scores.get(stack, 0) for stack in left)
    first = [stack for stack in left if scores.get(stack, 0) == best]
    if len(first) == 1:
        return Verdict(first[0], scores, reasons, tuple(applied))
    return Verdict(TIE_GOES_TO[need.surface], scores, reasons, (*applied, ("R4", TIE_SAYS)))


def matters(question: str, answers: Mapping[str, str]) -> bool:
    """Tell whether a question can still change the answer, given those to the others."""
    return question != "ops" or need_of(answers).pulls_both_ways


def need_of(answers: Mapping[str, str]) -> Need:
    """Read the answers; what is missing is taken for granted."""
    granted = {question.id: question.spelled_default for question in SELECTION}
    return Need(**(granted | {key: answers[key] for key in granted if key in answers}))


def _second(need: Need, verdict: Verdict, rules: Sequence[Rule]) -> Stack:
    """Find the stack to take if not the first: a process less, a process more, or the other framework."""
    if verdict.stack is Stack.HYBRID:
        return decide(replace(need, ops="no"), rules).stack
    if need.pulls_both_ways or need.has_pages:
        return Stack.HYBRID
    return next(stack for stack in SINGLE if stack is not verdict.stack)
