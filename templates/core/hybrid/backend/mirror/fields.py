"""How a field of Django's is written in SQLModel."""

from typing import Any

from django.db import models

from backend.mirror.defaults import enum_of, in_database, in_python, is_enum_default
from backend.mirror.properties import Property

Field = models.Field[Any, Any]

ANNOTATIONS = {"datetime in UTC": "datetime", "dict": "dict[str, Any]"}
# Where the annotation does not say enough.
TYPES = {
    "bigint": "BigInteger",
    "integer on SQLite and bigint on PostgreSQL": 'BigInteger().with_variant(Integer(), "sqlite")',
    "json on SQLite and jsonb on PostgreSQL": 'JSON().with_variant(JSONB(), "postgresql")',
    "numeric(10, 2)": "Money",
    "smallint": "SmallInteger",
    "text": "Text",
}
# What a field is in Python, where a mirror can be written.
KNOWN = (*ANNOTATIONS, "str", "int", "bool", "float", "Decimal", "bytes", "date", "time", "UUID")


def annotation(field: Field, facts: dict[Property, str]) -> str:
    """Write the type that a programmer sees."""
    known = facts[Property.PYTHON_TYPE]
    computed = isinstance(field, models.GeneratedField)
    if computed or known not in KNOWN or "inet" in facts[Property.TYPE]:
        raise SystemExit(f"error: no type is known for `{field.name}`, a {type(field).__name__}")
    written = "list[Any]" if field.default is list else ANNOTATIONS.get(known, known)
    optional = facts[Property.NULL] == "NULL" or isinstance(field, models.AutoField)
    return f"{written} | None" if optional else written


def arguments(field: Field, facts: dict[Property, str], indexes: list[str]) -> list[str]:
    """Write what stands between the parentheses of `Field()`."""
    parts = in_python(field, facts)
    if field.primary_key:
        parts.append("primary_key=True")
    if facts[Property.REFERENCE] != "none":
        parts.append(f'foreign_key="{facts[Property.REFERENCE]}"')
        parts.append(f'ondelete="{facts[Property.ON_DELETE]}"')
    parts += indexes
    parts += _type(facts)
    column = []
    if facts[Property.DATABASE_DEFAULT] != "none":
        column.append(f'"server_default": {in_database(facts[Property.DATABASE_DEFAULT])}')
    if field.flatchoices and not is_enum_default(field):
        column.append(f'"info": {{"values": {enum_of(field)}}}')
    return [*parts, f"sa_column_kwargs={{{', '.join(column)}}}"] if column else parts


def _type(facts: dict[Property, str]) -> list[str]:
    kind = facts[Property.TYPE]
    if facts[Property.PYTHON_TYPE] == "datetime in UTC":
        return ["sa_type=UtcDateTime"]
    if kind in TYPES:
        exact = TYPES[kind]
        return [f"sa_type={exact}"]
    if kind.startswith("varchar("):
        return [f"max_length={kind[8:-1]}"]
    if kind.startswith("numeric("):
        digits, places = kind[8:-1].split(", ")
        return [f"max_digits={digits}", f"decimal_places={places}"]
    return []
