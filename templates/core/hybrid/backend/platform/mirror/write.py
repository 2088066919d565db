"""Write the SQLModel class of a Django model; `just mirror` formats it with ruff."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any

import django
from django.apps import apps
from django.db import models

from backend.platform.mirror.django_side import read
from backend.platform.mirror.fields import annotation, arguments, enum_of, is_enum_default
from backend.platform.mirror.properties import Kind, Property, Table, quoted
from backend.platform.mirror.rules import of_one_column, table_argument

# `just mirror` removes the unused ones.
IMPORTS = """\
from datetime import date, datetime, time
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, SmallInteger, Text
from sqlalchemy import UniqueConstraint, desc, false, func, literal_column, text, true
from sqlalchemy.sql.naming import conv
from sqlmodel import Field, SQLModel

from backend.platform.database.columns import Choice, Json, Money, now

"""


def source(model: type[models.Model]) -> str:
    """Return the source of a module with this class, its enums and all imports it may need."""
    for index in model._meta.indexes:
        if index.opclasses:
            raise SystemExit(f"error: index `{index.name}` has opclasses; write its class by hand")
    table = read(model)
    fields = [(field, table.columns[str(field.column)]) for field in model._meta.local_fields]
    code = [*_enums(fields), *_class(model, table, fields)]
    return "\n".join([IMPORTS, *code])


def _enums(fields: list[tuple[models.Field[Any, Any], dict[Property, str]]]) -> Iterator[str]:
    for field, _ in fields:
        if field.flatchoices:
            is_number = isinstance(field.flatchoices[0][0], int)
            yield f"class {enum_of(field)}({'IntEnum' if is_number else 'StrEnum'}):"
            yield from (f'    """Allowed values of `{field.name}`."""', "")
            for name, value in _members(field):
                yield f"    {name} = {value if is_number else quoted(value)}"
            yield from ("", "")


def _members(field: models.Field[Any, Any]) -> list[tuple[str, Any]]:
    """Return names and values of the enum; use the names of Django's enum where it has one."""
    if is_enum_default(field):
        enum: Any = type(field.default)
        return [(member.name, member.value) for member in enum]
    return [(_member(value), value) for value, _ in field.flatchoices]


def _member(value: object) -> str:
    letters = "".join(letter if letter.isalnum() else "_" for letter in str(value).upper())
    return letters if letters.isidentifier() else f"VALUE_{letters}"


def _class(
    model: type[models.Model],
    table: Table,
    fields: list[tuple[models.Field[Any, Any], dict[Property, str]]],
) -> Iterator[str]:
    yield f"class {model.__name__}(SQLModel, table=True):"
    yield from (f'    """Mirror of the Django model {model._meta.label}."""', "")
    yield f"    __tablename__ = {quoted(table.name)}  # pyright: ignore[reportAssignmentType]"
    yield ""
    for field, properties in fields:
        parts = arguments(field, properties, of_one_column(table, str(field.column)))
        value = f"Field({', '.join(parts)})"
        if len(parts) == 1 and parts[0].startswith("default="):
            value = parts[0].removeprefix("default=")
        declared = f"    {field.column}: {annotation(field, properties)}"
        yield f"{declared} = {value}" if parts else declared
    rules = [rule for rule in table.rules if rule.name or rule.kind is Kind.CHECK or "," in rule.on]
    if rules:
        yield ""
        parts = [table_argument(rule, table.name, number) for number, rule in enumerate(rules)]
        yield f"    __table_args__ = ({', '.join(parts)},)"


def main() -> None:
    """Print the class of the model that the command names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")
    django.setup()
    known = {model._meta.label_lower: model for model in apps.get_models()}
    label = " ".join(sys.argv[1:]).lower()
    if label not in known:
        labels = ", ".join(sorted(model._meta.label for model in known.values()))
        sys.exit(f"error: expected one of these models: {labels}")
    print(source(known[label]))  # noqa: T201


if __name__ == "__main__":
    main()
