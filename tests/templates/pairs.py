"""Choose few sets of answers in which any two answers to two questions still meet."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from pystack_init.questions.model import Kind
from pystack_init.questions.project import BY_ID, QUESTIONS

Cell = tuple[str, str | bool]

FACTORS: Mapping[str, Sequence[str | bool]] = {
    question.id: (True, False) if question.kind is Kind.YES_NO else question.values
    for question in QUESTIONS
    if question.kind is not Kind.TEXT and not question.requires
}


def all_pairs(factors: Mapping[str, Sequence[str | bool]]) -> list[dict[str, str | bool]]:
    """Begin with each stack as most people take it, and grow rows greedily for the pairs that are missing.

    Each from the first pair that no row holds yet; the same rows at every call.
    """
    usual = {factor: BY_ID[factor].default for factor in factors}
    rows = [usual | {"stack": stack} for stack in factors["stack"]] if "stack" in factors else [usual]
    met = {pair for row in rows for pair in combinations(row.items(), 2)}
    missing = dict.fromkeys(pair for pair in pairs_of(factors) if pair not in met)
    while missing:
        row = dict(next(iter(missing)))
        for factor, values in factors.items():
            if factor not in row:
                gains = [_gain((factor, value), row, missing) for value in values]
                row[factor] = values[gains.index(max(gains))]
        rows.append({factor: row[factor] for factor in factors})
        for pair in combinations(rows[-1].items(), 2):
            missing.pop(pair, None)
    return rows


def pairs_of(factors: Mapping[str, Sequence[str | bool]]) -> list[tuple[Cell, Cell]]:
    """List every pair of answers to two different questions."""
    return [
        ((one, a), (other, b))
        for one, other in combinations(factors, 2)
        for a in factors[one]
        for b in factors[other]
    ]


def _gain(new: Cell, row: Mapping[str, str | bool], missing: Mapping[tuple[Cell, Cell], None]) -> int:
    return sum((cell, new) in missing or (new, cell) in missing for cell in row.items())


# Pages are only possible beside some of the answers.
PAGES: tuple[Mapping[str, str | bool], ...] = (
    {"stack": "django_drf", "auth": "jwt", "pages": True},
    {"stack": "hybrid", "auth": "jwt", "example": False, "pages": True},
)
ROWS = [*all_pairs(FACTORS), *map(dict, PAGES)]
