"""How a default of Django's is written in SQLModel, and the enum that it may come from."""

import json
from typing import Any

from django.db import models

from backend.mirror.properties import Property

Field = models.Field[Any, Any]

CLOCKS: dict[type[Field], str] = {
    models.DateTimeField: "now",  # before the date that it is as well
    models.DateField: "date.today",
    models.TimeField: "lambda: datetime.now(UTC).time()",
}
FACTORIES = ("uuid4", "dict", "list")


def enum_of(field: Field) -> str:
    """Name the enum of a field with choices."""
    if is_enum_default(field):
        return type(field.default).__name__
    return "".join(word.title() for word in field.name.split("_"))


def members(field: Field) -> list[tuple[str, Any]]:
    """Name the values of that enum, as Django's does where there is one."""
    if is_enum_default(field):
        enum: Any = type(field.default)
        return [(member.name, member.value) for member in enum]
    return [(_member(value), value) for value, _ in field.flatchoices]


def quoted(text: object) -> str:
    """Write a text as ruff would."""
    return json.dumps(str(text), ensure_ascii=False)


def _member(value: object) -> str:
    letters = "".join(letter if letter.isalnum() else "_" for letter in str(value).upper())
    return letters if letters.isidentifier() else f"VALUE_{letters}"


def is_enum_default(field: Field) -> bool:
    """Say whether the default names its enum."""
    return isinstance(field.default, models.Choices)


def in_python(field: Field, facts: dict[Property, str]) -> list[str]:
    """Write what a new object has."""
    said = facts[Property.DEFAULT]
    if said == "required":
        return []
    if is_enum_default(field):
        return [f"default={enum_of(field)}.{field.default.name}"]
    if said != "computed":
        is_text = isinstance(field.default, str)
        return [f"default={quoted(field.default) if is_text else said}"]
    if isinstance(field, models.AutoField):
        return ["default=None"]
    return [f"default_factory={_factory(field)}"]


def _factory(field: Field) -> str:
    for kind, reads_clock in CLOCKS.items():
        if isinstance(field, kind):
            return reads_clock
    made_by = getattr(field.default, "__name__", "")
    return made_by if made_by in FACTORIES else "..."


def in_database(said: str) -> str:
    """Write what a row has that was inserted without the column."""
    plain = {"now": "func.now()", "1 on SQLite and true on PostgreSQL": "true()"}
    plain["0 on SQLite and false on PostgreSQL"] = "false()"
    return plain.get(said) or f"literal_column({quoted(said)})"
