"""Write a Django field as SQLModel code."""

from __future__ import annotations

from typing import Any

from django.db import models

from backend.platform.database.columns import now
from backend.platform.mirror.properties import Property, quoted
from backend.platform.mirror.sqlmodel_side import derived_default

CLOCKS = {"datetime in UTC": "now", "date": "date.today", "time": "lambda: now().time()"}
IMPORTED = {"Any", "Choice", "Decimal", "Field", "Index", "Integer", "Json", "Money", "Text"}
ANNOTATIONS = {"datetime in UTC": "datetime", "dict": "dict[str, Any]"}
# Column types that the annotation alone does not determine.
TYPES = {
    "bigint": "BigInteger",
    "integer on SQLite and bigint on PostgreSQL": 'BigInteger().with_variant(Integer(), "sqlite")',
    "json on SQLite and jsonb on PostgreSQL": "Json",
    "numeric(10, 2)": "Money",
    "smallint": "SmallInteger",
    "text": "Text",
}
DATABASE_DEFAULTS = {
    "now": "func.now()",
    "1 on SQLite and true on PostgreSQL": "true()",
    "0 on SQLite and false on PostgreSQL": "false()",
}
UNSUPPORTED = models.GeneratedField, models.DurationField, models.GenericIPAddressField


def annotation(field: models.Field[Any, Any], properties: dict[Property, str]) -> str:
    """Write the type annotation of the field."""
    if isinstance(getattr(field, "target_field", field), UNSUPPORTED):
        name = f"`{field.name}` ({type(field).__name__})"
        raise SystemExit(f"error: the field {name} has no SQLModel equivalent")
    kind = properties[Property.PYTHON_TYPE]
    plain = "list[Any]" if field.default is list else ANNOTATIONS.get(kind, kind)
    written = enum_of(field) if is_choice(field, properties) else plain
    optional = properties[Property.NULL] == "NULL" or isinstance(field, models.AutoField)
    return f"{written} | None" if optional else written


def arguments(
    field: models.Field[Any, Any], properties: dict[Property, str], indexes: list[str]
) -> list[str]:
    """Write the arguments of `Field()`."""
    parts = _in_python(field, properties)
    if field.primary_key:
        parts.append("primary_key=True")
    if properties[Property.REFERENCE] != "none":
        parts.append(f'foreign_key="{properties[Property.REFERENCE]}"')
    parts += [*indexes, *_type(field, properties)]
    column = []
    default = properties[Property.DATABASE_DEFAULT]
    if default != _derived(field, properties):
        written = DATABASE_DEFAULTS.get(default) or f"literal_column({quoted(default)})"
        column.append(f'"server_default": {written}')
    if field.flatchoices and not is_choice(field, properties) and not is_enum_default(field):
        column.append(f'"info": {{"values": {enum_of(field)}}}')
    return [*parts, f"sa_column_kwargs={{{', '.join(column)}}}"] if column else parts


def is_choice(field: models.Field[Any, Any], properties: dict[Property, str]) -> bool:
    """Return whether the values of the column are those of a text enum."""
    return bool(field.flatchoices) and properties[Property.TYPE].startswith("varchar(")


def _derived(field: models.Field[Any, Any], properties: dict[Property, str]) -> str:
    """Return the database default that the annotation and the Python default already give."""
    if properties[Property.NULL] == "NULL":
        return "none"
    reads_clock = "default_factory=now" in _in_python(field, properties)
    return derived_default(now if reads_clock else field.default)


def _type(field: models.Field[Any, Any], properties: dict[Property, str]) -> list[str]:
    kind = properties[Property.TYPE]
    if is_choice(field, properties):
        return [f"sa_type=Choice({enum_of(field)}, {field.max_length})"]
    if kind in TYPES:
        return [f"sa_type={TYPES[kind]}"]
    if kind.startswith("varchar("):
        return [f"max_length={kind[8:-1]}"]
    if kind.startswith("numeric("):
        digits, places = kind[8:-1].split(", ")
        return [f"max_digits={digits}", f"decimal_places={places}"]
    return []


def enum_of(field: models.Field[Any, Any]) -> str:
    """Return the enum's class name for a field with choices."""
    if is_enum_default(field):
        return type(field.default).__name__
    name = "".join(word.title() for word in field.name.split("_"))
    return f"{name}Choice" if name in IMPORTED else name


def is_enum_default(field: models.Field[Any, Any]) -> bool:
    """Tell whether the default is a member of an enum."""
    return isinstance(field.default, models.Choices)


def _in_python(field: models.Field[Any, Any], properties: dict[Property, str]) -> list[str]:
    """Write the arguments of `Field()` for the Python default."""
    value = properties[Property.DEFAULT]
    if value == "required":
        return []
    if is_enum_default(field):
        value = f"{enum_of(field)}.{field.default.name}"
    elif isinstance(field.default, str):
        value = quoted(field.default)
    elif isinstance(field, models.AutoField):
        value = "None"
    elif value == "computed":
        name = getattr(field.default, "__name__", "")
        known = name if name in {"uuid4", "dict", "list"} else "..."
        return [f"default_factory={CLOCKS.get(properties[Property.PYTHON_TYPE], known)}"]
    return [f"default={value}"]
