"""`options`: every question with its answers and its default, as a JSON Schema."""

from typing import Any

from pystack_init.questions.model import Kind, Question
from pystack_init.questions.selection import EVERY_QUESTION, accepted
from pystack_init.results.options import Options


def options() -> Options:
    """Describe every answer that `new` accepts."""
    properties = {question.id: _property(question) for question in EVERY_QUESTION.values()}
    return Options(
        schema={
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "The answers of pystack-init",
            "type": "object",
            "additionalProperties": False,
            "properties": properties,
        }
    )


def _property(question: Question) -> dict[str, Any]:
    described = {"title": question.text, "description": question.help, "default": question.default}
    if question.kind is Kind.YES_NO:
        return {"type": "boolean", **described}
    if question.kind is Kind.CHOICE:
        return {"type": "string", "enum": list(accepted(question)), **described}
    return {
        "type": "string",
        "minLength": 1,
        "maxLength": question.max_length,
        "pattern": question.pattern,
        **described,
    }
