"""The JSON Schema of `options`: it accepts exactly the answers that `new` accepts."""

import random
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from pystack_init.commands.options import options
from pystack_init.errors import ImpossibleRequest
from pystack_init.planning.plan import make_plan
from pystack_init.planning.sources import gather
from pystack_init.questions.model import Kind
from pystack_init.questions.selection import EVERY_QUESTION, USE_CASE, accepted

SCHEMA = dict(options().schema)
VALIDATOR = Draft202012Validator(SCHEMA)
# Free text at the limits of its rules.
TEXTS = (
    *(
        "x",
        "A web service",
        "Ünïcode 商店 🚀",
        "a" * 200,
        "a" * 201,
        "",
        " ",
        "\u00a0",
        " padded ",
        "-dash",
        "a/b",
    ),
    *("two\nlines", "end\n", "a\tb", "nul\0", "\u202eesrever", "\ufeffx", "\u2028", "\ud800", "\uffff"),
    *("\U0010ffff", "\x85", "😀"),
)
NAMES = (
    *(
        "shop",
        "Café Ünïcode",
        "商店",
        "my_service.v2",
        "{{ 7*7 }}",
        "a" * 100,
        "a" * 101,
        " spaced ",
        " " * 99 + "ab",
    ),
    *("", " ", ".", "..", "!!!", "-x", " -x", "x-", "a/b", "a\\b", "a.", "a. ", "a.b", "a\nb", "a\n", "a\0b"),
    *("CON", "con.txt", "con .txt", " Con", "console", "LPT9", "lpt0", "conin$", "CONOUT$.x", "nul", "null"),
    *(
        "Django",
        "django",
        "FASTAPI",
        "pydantic core",
        "Pydantic_Core",
        "--django",
        "django!",
        "djangos",
        "uv",
    ),
    *("\u202ex", "\ufeffx", "x\u2029", "\ud800", "x\U0001fffe"),
)


def pool(question_id: str) -> tuple[Any, ...]:
    """List the values to try for a question, invalid ones among them."""
    question = EVERY_QUESTION[question_id]
    if question.id == "name":
        return NAMES
    if question.kind is Kind.TEXT:
        return TEXTS
    if question.kind is Kind.YES_NO:
        return (True, True, False, "maybe")
    # The invalid one is rare, so that most sets are decided by the constraints.
    return (*accepted(question) * 3, "nonsense")


def refusal(answers: dict[str, Any]) -> str | None:
    """Return why `new` refuses a set of answers, or None where it accepts it."""
    try:
        make_plan(None, gather(flags=answers), lambda: None)
    except ImpossibleRequest as error:
        return str(error)
    return None


def agrees(answers: dict[str, Any]) -> bool:
    return VALIDATOR.is_valid(answers) == (refusal(answers) is None)


def test_the_schema_is_valid() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("question", EVERY_QUESTION)
def test_the_schema_and_new_accept_the_same_values(question: str) -> None:
    assert [value for value in pool(question) if not agrees({question: value})] == []


def test_the_schema_and_new_accept_the_same_sets_of_answers() -> None:
    chance = random.Random(11)  # noqa: S311 - a fixed sample, no secret
    judged = []
    for _ in range(1500):
        chosen = [key for key in EVERY_QUESTION if key != "name" and chance.random() < 0.4]
        answers = {key: chance.choice([one for one in pool(key) if one != "nonsense"]) for key in chosen}
        assert agrees(answers), (answers, refusal(answers))
        judged.append(refusal(answers) is None)
    assert 100 < sum(judged) < 1400  # the sample has valid and invalid sets


def test_the_schema_and_new_agree_where_pages_depend_on_the_recommended_stack() -> None:
    chance = random.Random(3)  # noqa: S311 - a fixed sample, no secret
    selection = [USE_CASE.id, "surface", "admin", "load", "team", "shape", "ops"]
    judged = []
    for _ in range(1500):
        chosen = [key for key in selection if chance.random() < 0.5]
        answers: dict[str, Any] = {key: chance.choice(EVERY_QUESTION[key].values) for key in chosen}
        answers |= chance.choice([{"pages": True}, {"pages": True, "stack": "auto"}])
        assert agrees(answers), (answers, refusal(answers))
        judged.append(refusal(answers) is None)
    assert 300 < sum(judged) < 1200


@pytest.mark.parametrize("key", ["slug", "databse", "x"])
def test_the_schema_and_new_refuse_an_unknown_question(key: str) -> None:
    assert agrees({key: "x"})
    assert not VALIDATOR.is_valid({key: "x"})


@pytest.mark.parametrize("name", ["🚀", "Djangö"])
def test_two_kinds_of_names_are_refused_by_new_alone(name: str) -> None:
    assert VALIDATOR.is_valid({"name": name})
    assert refusal({"name": name})


def test_the_constraints_are_data_of_their_question_too() -> None:
    pages = SCHEMA["properties"]["pages"]
    assert pages["requires"] == [
        {"question": "stack", "answers": ["django_drf", "hybrid"]},
        {"question": "auth", "answers": ["jwt"]},
    ]
    assert pages["suggested"] == {"value": True, "if": {"question": "surface", "answers": ["both", "site"]}}
