"""Explain a recommendation in sentences."""

from pystack_init.questions.stacks import Stack
from pystack_init.recommendation.articles import cite
from pystack_init.recommendation.rules import COST
from pystack_init.recommendation.scoring import Advice


def explain(advice: Advice) -> list[str]:
    """Say in sentences how the decision came about, and what it costs."""
    scores = advice.verdict.scores
    fastapi, django = scores[Stack.FASTAPI], scores[Stack.DJANGO_DRF]
    said = [f"FastAPI has {fastapi} points and Django {django}: one for each article that makes a claim."]
    if advice.close_call:
        said.append("A close call: weigh the reasons of both sides yourself.")
    said += [f"{rule}: {says}." for rule, says in advice.verdict.applied]
    if advice.stack is Stack.HYBRID:
        said.append(f"The price: {_lower(COST.claim)} ({cite(COST.articles)}).")
    elif advice.need.pulls_both_ways:
        given_up = [rule for rule in advice.verdict.reasons if rule.favours is not advice.stack]
        said += [f"Given up: {_lower(rule.claim)} ({cite(rule.articles)})." for rule in given_up]
    return said


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]
