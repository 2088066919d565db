"""Explain a recommendation in sentences, and what a stack costs."""

from pystack_init.questions.stacks import DJANGO_DRF, FASTAPI, HYBRID, SINGLE, Stack
from pystack_init.recommendation.articles import cite
from pystack_init.recommendation.rules import COST, Rule
from pystack_init.recommendation.scoring import Recommendation


def explain(recommendation: Recommendation) -> list[str]:
    """Explain how the decision was made, and its cost."""
    return [*explain_decision(recommendation), *explain_cost(recommendation.stack, recommendation)]


def explain_decision(recommendation: Recommendation) -> list[str]:
    """Explain how the decision was made."""
    scores = recommendation.decision.scores
    points = f"FastAPI has {scores[FASTAPI]} points and Django {scores[DJANGO_DRF]}"
    sentences = [f"{points}: one per article that supports a claim."]
    if recommendation.close_call:
        sentences.append("Close call: compare the reasons for both frameworks yourself.")
    return [*sentences, *(f"{rule}: {says}." for rule, says in recommendation.decision.applied)]


def explain_cost(stack: Stack, recommendation: Recommendation) -> list[str]:
    """Explain the cost of a stack: a second process, or the requirements that it does not meet."""
    if stack is HYBRID:
        return [f"Cost: {_lower(COST.claim)} ({cite(COST.articles)})."]
    return [
        f"Not met: {_lower(rule.claim)} ({cite(rule.articles)})." for rule in _not_met(stack, recommendation)
    ]


def warning_about(stack: Stack, recommendation: Recommendation) -> str | None:
    """Return one line on what a stack other than the recommended one gives up."""
    if stack is recommendation.stack:
        return None
    lost = [_lower(rule.claim) for rule in _not_met(stack, recommendation)]
    cost = f"cost: {_lower(COST.claim)}" if stack is HYBRID else f"not met: {'; '.join(lost)}"
    return f"The answers recommend {recommendation.stack.label}, but {stack.label} was chosen; {cost}"


def _not_met(stack: Stack, recommendation: Recommendation) -> list[Rule]:
    """List the reasons for the other framework; for the recommended stack only if requirements conflict."""
    if stack is recommendation.stack and not recommendation.requirements.requirements_conflict:
        return []
    other = [one for one in SINGLE if one is not stack]
    return [rule for rule in recommendation.decision.reasons if rule.favours in other]


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]
