"""Score the stacks: the one that fits, the margin, the runner-up, and the answers that would flip it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pystack_init.questions.selection import SELECTION
from pystack_init.questions.stacks import DJANGO_DRF, FASTAPI, HYBRID, SINGLE, STACKS, Stack
from pystack_init.recommendation.requirements import Requirements
from pystack_init.recommendation.rules import HARD_RULES, RULES, TIE_GOES_TO, TIE_SAYS, Rule

CLOSE = 2  # a margin up to this is smaller than the disagreement between the articles


@dataclass(frozen=True, slots=True)
class Flip:
    """One answer that would change the result."""

    question: str
    answer: str
    stack: Stack


@dataclass(frozen=True, slots=True)
class Decision:
    """The stack with its scores; `applied` are the hard rules, each as its id and its sentence."""

    stack: Stack
    scores: Mapping[Stack, int]
    reasons: tuple[Rule, ...]
    applied: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A decision with the runner-up and the answers that would flip it."""

    requirements: Requirements
    decision: Decision
    runner_up: Stack
    flips_if: tuple[Flip, ...]

    @property
    def stack(self) -> Stack:
        """The recommended stack."""
        return self.decision.stack

    @property
    def margin(self) -> int:
        """The difference between the scores of the two frameworks."""
        return abs(self.decision.scores[FASTAPI] - self.decision.scores[DJANGO_DRF])

    @property
    def close_call(self) -> bool:
        """Whether the margin is too small to decide alone."""
        return self.margin <= CLOSE


def recommend_stack(requirements: Requirements, rules: Sequence[Rule] = RULES) -> Recommendation:
    """Return the stack that fits, and the answers that would change it."""
    decision = decide(requirements, rules)
    flips = []
    for question in SELECTION:
        if question.id == "ops" and not requirements.requirements_conflict:
            continue
        for answer in question.values:
            other = decide(replace(requirements, **{question.id: answer}), rules).stack
            if other is not decision.stack:
                flips.append(Flip(question.id, answer, other))
    return Recommendation(requirements, decision, _runner_up(requirements, decision, rules), tuple(flips))


def decide(requirements: Requirements, rules: Sequence[Rule] = RULES) -> Decision:
    """Apply the hard rules, then take the highest score among the stacks that are left."""
    reasons = tuple(rule for rule in rules if rule.when and rule.when(requirements))
    scores = {
        stack: sum(rule.weight for rule in reasons if rule.favours is stack)
        for stack in sorted(SINGLE, key=lambda stack: stack.id)
    }
    left = frozenset(STACKS)
    applied = []
    for rule in HARD_RULES:
        if rule.applies(requirements) and left - rule.leaves:
            left &= rule.leaves
            applied.append((rule.id, rule.says))
    left = left & frozenset(SINGLE) or left  # two processes cost more, so only a hard rule chooses them
    best = max(scores.get(stack, 0) for stack in left)
    first = [stack for stack in left if scores.get(stack, 0) == best]
    if len(first) == 1:
        return Decision(first[0], scores, reasons, tuple(applied))
    return Decision(TIE_GOES_TO[requirements.surface], scores, reasons, (*applied, ("R4", TIE_SAYS)))


def matters(question: str, answers: Mapping[str, str]) -> bool:
    """Return whether a question can still change the stack, given the other answers."""
    return question != "ops" or requirements_of(answers).requirements_conflict


def requirements_of(answers: Mapping[str, str]) -> Requirements:
    """Read the requirements from answers; a missing one has its default."""
    defaults = {question.id: question.default_text for question in SELECTION}
    return Requirements(**(defaults | {key: answers[key] for key in defaults if key in answers}))


def _runner_up(requirements: Requirements, decision: Decision, rules: Sequence[Rule]) -> Stack:
    """Return the second choice: one process instead of two, two instead of one, or the other framework."""
    if decision.stack is HYBRID:
        return decide(replace(requirements, ops="no"), rules).stack
    if requirements.requirements_conflict or requirements.has_pages:
        return HYBRID
    return next(stack for stack in SINGLE if stack is not decision.stack)
