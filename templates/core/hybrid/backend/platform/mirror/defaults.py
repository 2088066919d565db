"""Write the default of a Django field, and its enum, as SQLModel code."""

import json
from typing import Any

from django.db import models

from backend.platform.mirror.imports import MODULES
from backend.platform.mirror.properties import Property

Field = models.Field[Any, Any]

CLOCKS: dict[type[Field], str] = {
    models.DateTimeField: "now",  # first, because it is a subclass of DateField
    models.DateField: "date.today",
    models.TimeField: "lambda: datetime.now(UTC).time()",
}
FACTORIES = ("uuid4", "dict", "list")


def enum_of(field: Field) -> str:
    """Return the enum's class name for a field with choices."""
    if is_enum_default(field):
        return type(field.default).__name__
    name = "".join(word.title() for word in field.name.split("_"))
    return f"{name}Choice" if any(name in names for names in MODULES.values()) else name


def members(field: Field) -> list[tuple[str, Any]]:
    """Return names and values of the enum; use the names of Django's enum where it has one."""
    if is_enum_default(field):
        enum: Any = type(field.default)
        return [(member.name, member.value) for member in enum]
    return [(_member(value), value) for value, _ in field.flatchoices]


def quoted(text: object) -> str:
    """Return a string literal in double quotes, as ruff formats it."""
    return json.dumps(str(text), ensure_ascii=False)


def _member(value: object) -> str:
    letters = "".join(letter if letter.isalnum() else "_" for letter in str(value).upper())
    return letters if letters.isidentifier() else f"VALUE_{letters}"


def is_enum_default(field: Field) -> bool:
    """Tell whether the default is a member of an enum."""
    return isinstance(field.default, models.Choices)


def in_python(field: Field, properties: dict[Property, str]) -> list[str]:
    """Write the arguments of `Field()` for the Python default."""
    value = properties[Property.DEFAULT]
    if value == "required":
        return []
    if is_enum_default(field):
        return [f"default={enum_of(field)}.{field.default.name}"]
    if value != "computed":
        is_text = isinstance(field.default, str)
        return [f"default={quoted(field.default) if is_text else value}"]
    if isinstance(field, models.AutoField):
        return ["default=None"]
    return [f"default_factory={_factory(field)}"]


def _factory(field: Field) -> str:
    for kind, reads_clock in CLOCKS.items():
        if isinstance(field, kind):
            return reads_clock
    name = getattr(field.default, "__name__", "")
    return name if name in FACTORIES else "..."


def in_database(value: str) -> str:
    """Write the server default as SQLAlchemy code."""
    expressions = {"now": "func.now()", "1 on SQLite and true on PostgreSQL": "true()"}
    expressions["0 on SQLite and false on PostgreSQL"] = "false()"
    return expressions.get(value) or f"literal_column({quoted(value)})"
