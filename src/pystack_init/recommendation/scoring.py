"""Add the claims up: the stack that fits, by how much, the second best, and what would change the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pystack_init.questions.selection import SELECTION
from pystack_init.questions.stacks import Stack
from pystack_init.recommendation.requirements import Requirements
from pystack_init.recommendation.rules import HARD_RULES, RULES, SINGLE, TIE_GOES_TO, TIE_SAYS, Rule

CLOSE = 2  # a margin up to this is within what the articles themselves disagree by


@dataclass(frozen=True, slots=True)
class Flip:
    """One answer that would change the result."""

    question: str
    answer: str
    stack: Stack


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision; `applied` are the hard rules, each as its id and what it says."""

    stack: Stack
    scores: Mapping[Stack, int]
    reasons: tuple[Rule, ...]
    applied: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A decision with all that speaks for it and against it."""

    requirements: Requirements
    decision: Decision
    runner_up: Stack
    flips_if: tuple[Flip, ...]

    @property
    def stack(self) -> Stack:
        """Name the stack that fits."""
        return self.decision.stack

    @property
    def margin(self) -> int:
        """Tell how far the two frameworks are apart."""
        fastapi, django = self.decision.scores[Stack.FASTAPI], self.decision.scores[Stack.DJANGO_DRF]
        return abs(fastapi - django)

    @property
    def close_call(self) -> bool:
        """Tell whether a sensible person could have decided the other way."""
        return self.margin <= CLOSE


def recommend_stack(requirements: Requirements, rules: Sequence[Rule] = RULES) -> Recommendation:
    """Say which stack fits, and what would have to be different for another one."""
    decision = decide(requirements, rules)
    flips = [
        Flip(question.id, answer, other)
        for question in SELECTION
        if question.id != "ops" or requirements.requirements_conflict
        for answer in question.values
        if (other := decide(replace(requirements, **{question.id: answer}), rules).stack)
        is not decision.stack
    ]
    return Recommendation(requirements, decision, _second(requirements, decision, rules), tuple(flips))


def decide(requirements: Requirements, rules: Sequence[Rule] = RULES) -> Decision:
    """Let the hard rules narrow the stacks, and the sums choose among those that are left."""
    reasons = tuple(rule for rule in rules if rule.when and rule.when(requirements))
    scores = {
        stack: sum(rule.weight for rule in reasons if rule.favours is stack) for stack in sorted(SINGLE)
    }
    left = frozenset(Stack)
    applied = []
    for rule in HARD_RULES:
        if rule.applies(requirements) and left - rule.leaves:
            left &= rule.leaves
            applied.append((rule.id, rule.says))
    left = left & SINGLE or left  # unless a rule asks for it, a second process is a cost that buys nothing
    best = max(scores.get(stack, 0) for stack in left)
    first = [stack for stack in left if scores.get(stack, 0) == best]
    if len(first) == 1:
        return Decision(first[0], scores, reasons, tuple(applied))
    return Decision(TIE_GOES_TO[requirements.surface], scores, reasons, (*applied, ("R4", TIE_SAYS)))


def matters(question: str, answers: Mapping[str, str]) -> bool:
    """Tell whether a question can still change the answer, given those to the others."""
    return question != "ops" or requirements_of(answers).requirements_conflict


def requirements_of(answers: Mapping[str, str]) -> Requirements:
    """Read the answers; what is missing is taken for granted."""
    defaults = {question.id: question.default_text for question in SELECTION}
    return Requirements(**(defaults | {key: answers[key] for key in defaults if key in answers}))


def _second(requirements: Requirements, decision: Decision, rules: Sequence[Rule]) -> Stack:
    """Find the stack to take if not the first: a process less, a process more, or the other framework."""
    if decision.stack is Stack.HYBRID:
        return decide(replace(requirements, ops="no"), rules).stack
    if requirements.requirements_conflict or requirements.has_pages:
        return Stack.HYBRID
    return next(stack for stack in SINGLE if stack is not decision.stack)
