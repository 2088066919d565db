"""Choose few sets of answers in which any two answers to two questions meet, where both are possible."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from pystack_init.questions.model import Kind
from pystack_init.questions.project import BY_ID, QUESTIONS

Value = str | bool
Row = dict[str, Value]
Cell = tuple[str, Value]

FACTORS: Mapping[str, Sequence[Value]] = {
    question.id: (True, False) if question.kind is Kind.YES_NO else question.values
    for question in QUESTIONS
    if question.kind is not Kind.TEXT
}
# What leaves a question's feature out.
YES_NO: Mapping[str, Value] = {one.id: False for one in QUESTIONS if one.kind is Kind.YES_NO}
OFF: Mapping[str, Value] = {"auth": "none", "ci": "none", **YES_NO}


def is_possible(row: Mapping[str, Value]) -> bool:
    """Tell whether no yes in a row, whole or in the making, contradicts another answer in it."""
    allowed: dict[str, set[str]] = {}
    for question in QUESTIONS:
        for other in question.requires if row.get(question.id) is True else ():
            allowed[other.question] = allowed.get(other.question, {*other.answers}) & {*other.answers}
    return all(row[other] in answers if other in row else bool(answers) for other, answers in allowed.items())


def all_pairs(factors: Mapping[str, Sequence[Value]], begin: Sequence[Row] = ()) -> list[Row]:
    """Begin with each stack as most people take it, and grow rows greedily for the pairs that are missing.

    Each grows from the first pair that no row holds yet; `begin` are rows to have anyway. Every call gives
    the same rows. A factor without a question begins with its first value.
    """
    usual = {key: BY_ID[key].default if key in BY_ID else values[0] for key, values in factors.items()}
    rows = [usual | {"stack": stack} for stack in factors["stack"]] if "stack" in factors else [usual]
    rows += begin
    met = {pair for row in rows for pair in combinations(row.items(), 2)}
    missing = dict.fromkeys(pair for pair in pairs_of(factors) if pair not in met)
    while missing:
        row = _grown(dict(next(iter(missing))), factors, missing)
        rows.append(row)
        for pair in combinations(row.items(), 2):
            missing.pop(pair, None)
    return rows


def _grown(
    row: Row, factors: Mapping[str, Sequence[Value]], missing: Mapping[tuple[Cell, Cell], None]
) -> Row:
    """Answer what a row leaves open, each with the possible answer that meets most of the missing pairs."""
    for factor, values in factors.items():
        if factor not in row:
            possible = [value for value in values if is_possible(row | {factor: value})]
            gains = [_gain((factor, value), row, missing) for value in possible]
            row[factor] = possible[gains.index(max(gains))]
    return {factor: row[factor] for factor in factors}


def pairs_of(factors: Mapping[str, Sequence[Value]]) -> list[tuple[Cell, Cell]]:
    """List every possible pair of answers to two different questions."""
    return [
        ((one, a), (other, b))
        for one, other in combinations(factors, 2)
        for a in factors[one]
        for b in factors[other]
        if is_possible({one: a, other: b})
    ]


def _gain(new: Cell, row: Mapping[str, Value], missing: Mapping[tuple[Cell, Cell], None]) -> int:
    return sum((cell, new) in missing or (new, cell) in missing for cell in row.items())


def each_feature_alone() -> Iterator[Row]:
    """Give every feature on every stack that allows it, with what it requires and nothing else."""
    for stack in FACTORS["stack"]:
        for question, off in OFF.items():
            for value in FACTORS[question]:
                row = {**{key: BY_ID[key].default for key in FACTORS}, **OFF, "stack": stack, question: value}
                for other in BY_ID[question].requires if value is True else ():
                    if row[other.question] not in other.answers and other.question != "stack":
                        row[other.question] = other.answers[0]
                if value != off and is_possible(row):
                    yield row


ROWS = all_pairs(FACTORS, list(each_feature_alone()))
# Pairs of the answers that change code; the others only add or remove files, which the checks cover.
CODE = {
    key: FACTORS[key]
    for key in ("stack", "database", "example", "pages", "jobs", "live", "admin_panel", "auth", "ml")
}
# A project's tests take minutes, so each row runs them on one database, and each answer meets both.
TESTED = all_pairs({**CODE, "tests on": ("sqlite", "postgresql")})
INSTALLED: list[Row] = [{key: row[key] for key in CODE} for row in TESTED]
