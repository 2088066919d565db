"""Explain a recommendation in sentences."""

from pystack_init.questions.stacks import DJANGO_DRF, FASTAPI, HYBRID
from pystack_init.recommendation.articles import cite
from pystack_init.recommendation.rules import COST
from pystack_init.recommendation.scoring import Recommendation


def explain(recommendation: Recommendation) -> list[str]:
    """Explain how the decision was made, and its cost."""
    scores, reasons = recommendation.decision.scores, recommendation.decision.reasons
    fastapi, django = scores[FASTAPI], scores[DJANGO_DRF]
    sentences = [f"FastAPI has {fastapi} points and Django {django}: one per article that supports a claim."]
    if recommendation.close_call:
        sentences.append("Close call: compare the reasons for both frameworks yourself.")
    sentences += [f"{rule}: {says}." for rule, says in recommendation.decision.applied]
    if recommendation.stack is HYBRID:
        sentences.append(f"Cost: {_lower(COST.claim)} ({cite(COST.articles)}).")
    elif recommendation.requirements.requirements_conflict:
        not_met = [rule for rule in reasons if rule.favours is not recommendation.stack]
        sentences += [f"Not met: {_lower(rule.claim)} ({cite(rule.articles)})." for rule in not_met]
    return sentences


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]
