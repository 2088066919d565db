"""Write a Django field as SQLModel code."""

from typing import Any

from django.db import models

from backend.platform.database.columns import now
from backend.platform.mirror.defaults import enum_of, in_database, in_python, is_enum_default
from backend.platform.mirror.properties import Property
from backend.platform.mirror.sqlmodel_side import derived_default

Field = models.Field[Any, Any]

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
# Python types that a mirror can express.
KNOWN = (*ANNOTATIONS, "str", "int", "bool", "float", "Decimal", "bytes", "date", "time", "UUID")


def annotation(field: Field, properties: dict[Property, str]) -> str:
    """Write the type annotation of the field."""
    kind = properties[Property.PYTHON_TYPE]
    computed = isinstance(field, models.GeneratedField)
    if computed or kind not in KNOWN or "inet" in properties[Property.TYPE]:
        name = f"`{field.name}` ({type(field).__name__})"
        raise SystemExit(f"error: the field {name} has no SQLModel equivalent")
    written = "list[Any]" if field.default is list else ANNOTATIONS.get(kind, kind)
    if is_choice(field, properties):
        written = enum_of(field)
    optional = properties[Property.NULL] == "NULL" or isinstance(field, models.AutoField)
    return f"{written} | None" if optional else written


def arguments(field: Field, properties: dict[Property, str], indexes: list[str]) -> list[str]:
    """Write the arguments of `Field()`."""
    parts = in_python(field, properties)
    if field.primary_key:
        parts.append("primary_key=True")
    if properties[Property.REFERENCE] != "none":
        parts.append(f'foreign_key="{properties[Property.REFERENCE]}"')
    parts += indexes
    parts += _type(field, properties)
    column = []
    if properties[Property.DATABASE_DEFAULT] != _derived(field, properties):
        column.append(f'"server_default": {in_database(properties[Property.DATABASE_DEFAULT])}')
    if field.flatchoices and not is_choice(field, properties) and not is_enum_default(field):
        column.append(f'"info": {{"values": {enum_of(field)}}}')
    return [*parts, f"sa_column_kwargs={{{', '.join(column)}}}"] if column else parts


def is_choice(field: Field, properties: dict[Property, str]) -> bool:
    """Return whether the values of the column are those of a text enum."""
    return bool(field.flatchoices) and properties[Property.TYPE].startswith("varchar(")


def _derived(field: Field, properties: dict[Property, str]) -> str:
    """Return the database default that the annotation and the Python default already give."""
    if properties[Property.NULL] == "NULL":
        return "none"
    written = in_python(field, properties)
    return derived_default(now if "default_factory=now" in written else field.default)


def _type(field: Field, properties: dict[Property, str]) -> list[str]:
    kind = properties[Property.TYPE]
    if is_choice(field, properties):
        return [f"sa_type=Choice({enum_of(field)}, {field.max_length})"]
    if kind in TYPES:
        exact = TYPES[kind]
        return [f"sa_type={exact}"]
    if kind.startswith("varchar("):
        return [f"max_length={kind[8:-1]}"]
    if kind.startswith("numeric("):
        digits, places = kind[8:-1].split(", ")
        return [f"max_digits={digits}", f"decimal_places={places}"]
    return []
