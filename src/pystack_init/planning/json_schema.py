"""Describe every answer as a JSON Schema, with the constraints between answers.

What passes the schema passes `new` with the default for each missing answer, and the other way round:
`tests/unit/test_schema.py` compares the two. Two kinds of names are beyond a portable pattern, and refused by
`new` alone: symbols only, beyond ASCII, and accented letters that fold to the name of an installed package.
"""

from collections.abc import Mapping
from typing import Any

from pystack_init.questions.model import Kind, Prerequisite, Question
from pystack_init.questions.names import installed_distributions
from pystack_init.questions.patterns import same_package
from pystack_init.questions.project import BY_ID, QUESTIONS
from pystack_init.questions.selection import (
    EVERY_QUESTION,
    SELECTION,
    SELECTION_BY_ID,
    USE_CASE,
    USE_CASES,
    accepted,
)
from pystack_init.recommendation.requirements import Requirements
from pystack_init.recommendation.scoring import decide

Schema = dict[str, Any]


def answers_schema() -> Schema:
    """Return the schema of an object that holds answers by question id."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The answers of pystack-init",
        "type": "object",
        "additionalProperties": False,
        "properties": {question.id: _property(question) for question in EVERY_QUESTION.values()},
        "allOf": [_constraint(question) for question in QUESTIONS if question.requires],
    }


def _property(question: Question) -> Schema:
    described = {"title": question.text, "description": question.help, "default": question.default}
    return _type(question) | described | _relations(question)


def _type(question: Question) -> Schema:
    if question.kind is Kind.YES_NO:
        return {"type": "boolean"}
    if question.kind is Kind.CHOICE:
        return {"type": "string", "enum": list(accepted(question))}
    text = {"type": "string", "minLength": 1, "maxLength": question.max_length, "pattern": question.pattern}
    if question.id == "name":
        return {
            **text,
            "not": {"pattern": same_package(sorted(installed_distributions()))},
            "$comment": "`new` also rejects names of non-ASCII symbols only, and accented names of packages",
        }
    return text


def _relations(question: Question) -> Schema:
    """State the prerequisites and the suggestion of a question as data; `allOf` enforces the former."""
    relations: Schema = {}
    if question.requires:
        relations["requires"] = [
            {"question": one.question, "answers": list(one.answers)} for one in question.requires
        ]
    if rule := question.suggested:
        condition = {"question": rule.question, "answers": list(rule.answers)}
        relations["suggested"] = {"value": rule.value, "if": condition}
    return relations


def _constraint(question: Question) -> Schema:
    yes = {"properties": {question.id: {"const": True}}, "required": [question.id]}
    return {"if": yes, "then": {"allOf": [_met(one) for one in question.requires]}}


def _met(prerequisite: Prerequisite) -> Schema:
    question, answers = prerequisite.question, prerequisite.answers
    if question == "stack":
        named = {"properties": {"stack": {"enum": list(BY_ID["stack"].values)}}, "required": ["stack"]}
        return {"if": named, "then": _is_one_of(question, answers), "else": _recommends(answers)}
    return _is_one_of(question, answers, absent=BY_ID[question].default in answers)


def _recommends(stacks: tuple[str, ...]) -> Schema:
    """State which answers recommend one of these stacks, as a decision tree of `if`, `then`, `else`."""
    tree = _tree(stacks, {})
    return tree if isinstance(tree, dict) else {"allOf": [tree]}


def _tree(stacks: tuple[str, ...], answers: Mapping[str, str]) -> Schema | bool:
    if len(answers) == len(SELECTION):
        return decide(Requirements(**answers)).stack.id in stacks
    question = SELECTION[len(answers)]
    branches: list[tuple[Schema | bool, list[str]]] = []
    for value in question.values:
        branch = _tree(stacks, {**answers, question.id: value})
        same = next((values for other, values in branches if other == branch), None)
        if same is None:
            branches.append((branch, [value]))
        else:
            same.append(value)
    tree, _ = branches.pop()
    for branch, values in branches:
        tree = {"if": _has(question, values), "then": branch, "else": tree}
    return tree


def _has(question: Question, values: list[str]) -> Schema:
    """State that a selection question has one of these values: given, by the use case, or by default."""
    cases = [case.id for case in USE_CASES if case.answers[question.id] in values]
    default = _is_one_of(USE_CASE.id, cases, absent=SELECTION_BY_ID[question.id].default in values)
    return {"if": {"required": [question.id]}, "then": _is_one_of(question.id, values), "else": default}


def _is_one_of(question: str, values: list[str] | tuple[str, ...], *, absent: bool = False) -> Schema:
    stated: Schema = {"properties": {question: {"enum": list(values)}}}
    return stated if absent else {**stated, "required": [question]}
