"""The results of `recommend` and `compare`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pystack_init.questions.answers import Answer
from pystack_init.questions.model import Question
from pystack_init.recommendation.articles import ARTICLES
from pystack_init.recommendation.comparison import Cell, Row
from pystack_init.recommendation.explanation import explain
from pystack_init.recommendation.scoring import Recommendation
from pystack_init.results import Result


@dataclass(frozen=True, kw_only=True)
class Recommended(Result):
    """The recommended stack, with its reasons."""

    command = "recommend"
    recommendation: Recommendation
    answers: Mapping[str, Answer]
    suggested: tuple[Question, ...]  # the features that a new project has by default with these answers
    reproduce: str

    def data(self) -> dict[str, Any]:
        """Return the `data` of the JSON object."""
        recommendation = self.recommendation
        return {
            "stack": recommendation.stack.id,
            "scores": {stack.id: score for stack, score in recommendation.decision.scores.items()},
            "margin": recommendation.margin,
            "close_call": recommendation.close_call,
            "reasons": [
                {
                    "claim": rule.claim,
                    "favours": rule.favours.id,
                    "weight": rule.weight,
                    "articles": list(rule.articles),
                }
                for rule in recommendation.decision.reasons
            ],
            "rules": [rule for rule, _ in recommendation.decision.applied],
            "runner_up": recommendation.runner_up.id,
            "flips_if": [
                {"question": flip.question, "answer": flip.answer, "stack": flip.stack.id}
                for flip in recommendation.flips_if
            ],
            "explanation": explain(recommendation),
            "suggested": [
                {"question": one.id, "value": one.suggested.value, "articles": list(one.suggested.articles)}
                for one in self.suggested
                if one.suggested
            ],
            "answers": {key: {"value": one.value, "source": one.source} for key, one in self.answers.items()},
            "command": self.reproduce,
        }


@dataclass(frozen=True, kw_only=True)
class Compared(Result):
    """The comparison, row by row, and the measured figures of one row."""

    command = "compare"
    rows: tuple[Row, ...]
    measured: Mapping[str, Any] | None
    markdown: bool = False

    @property
    def articles(self) -> dict[str, str]:
        """The articles that these rows cite, with their titles."""
        cited = {number for row in self.rows for number in row.articles}
        return {number: title for number, title in ARTICLES.items() if number in cited}

    def data(self) -> dict[str, Any]:
        """Return the `data` of the JSON object."""
        return {
            "rows": [
                {
                    "id": row.id,
                    "title": row.title,
                    "cells": {stack.id: _sourced(cell) for stack, cell in row.cells.items()},
                    "templates": row.templates,
                    "disputed": {
                        "range": row.disputed_range or None,
                        "claims": [_sourced(claim) for claim in row.disputed],
                    },
                }
                for row in self.rows
            ],
            "measured": self.measured,
            "articles": self.articles,
        }


def _sourced(cell: Cell) -> dict[str, Any]:
    return {"says": cell.says, "articles": list(cell.articles)}
