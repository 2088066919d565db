"""Read the schema of FastAPI's tables for SQLite and PostgreSQL, without a database."""

import re
from enum import Enum
from types import NoneType
from typing import Any, get_args

import sqlalchemy
from pydantic_core import PydanticUndefined
from sqlalchemy import Column, String, TypeDecorator, inspect
from sqlalchemy.schema import CreateColumn
from sqlalchemy.types import NullType
from sqlmodel import SQLModel

from backend.platform.database.columns import Choice, UtcDateTime, database_default
from backend.platform.mirror.properties import (
    Property,
    Table,
    for_both,
    listed,
    normalized_default,
    normalized_type,
)
from backend.platform.mirror.rules import DIALECTS, of_sqlmodel


def read(mirror: type[SQLModel]) -> Table:
    """Describe the table of a mirror class."""
    table: sqlalchemy.Table = mirror.__table__  # type: ignore[attr-defined]
    columns = {column.name: _column(mirror, column) for column in table.columns}
    return Table(mirror, table.name, columns, list(of_sqlmodel(table)))


def _column(mirror: type[SQLModel], column: Column[Any]) -> dict[Property, str]:
    in_python = _default(mirror, column)
    properties = {
        Property.TYPE: for_both(*(_type(column, name) for name in DIALECTS)),
        Property.PYTHON_TYPE: _python_type(column) + _conflicting_annotation(mirror, column),
        Property.NULL: "NULL" if column.nullable else "NOT NULL",
        Property.KEY: "yes" if column.primary_key else "no",
        Property.DEFAULT: repr(in_python.value) if isinstance(in_python, Enum) else in_python,
        Property.DATABASE_DEFAULT: for_both(
            *(_database_default(column, each) for each in DIALECTS)
        ),
        Property.VALUES: listed(_values(column, in_python)),
        Property.REFERENCE: "none",
        Property.ON_DELETE: "none",
    }
    for key in column.foreign_keys:
        properties[Property.REFERENCE] = key.target_fullname
        properties[Property.ON_DELETE] = key.ondelete or "NO ACTION"
    return properties


def _type(column: Column[Any], database: str) -> str:
    if isinstance(column.type, NullType):  # a foreign key to a table without a mirror
        return "unknown"
    return normalized_type(column.type.compile(DIALECTS[database]), database)


def _python_type(column: Column[Any]) -> str:
    if isinstance(column.type, NullType):
        return "unknown"
    if isinstance(column.type, UtcDateTime):
        return "datetime in UTC"
    stored = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    if isinstance(stored, sqlalchemy.JSON):
        return "dict"
    kind = stored.python_type
    return "str" if issubclass(kind, str) else kind.__name__


def _conflicting_annotation(mirror: type[SQLModel], column: Column[Any]) -> str:
    """Describe an annotation that allows None where the column does not."""
    annotation = mirror.model_fields[_key(mirror, column)].annotation
    kinds = set(get_args(annotation) or [annotation])
    is_wrong = NoneType in kinds and not (column.nullable or column.primary_key)
    return f" annotated as {annotation}" if is_wrong else ""


def _key(mirror: type[SQLModel], column: Column[Any]) -> str:
    return str(inspect(mirror).get_property_by_column(column).key)


def _default(mirror: type[SQLModel], column: Column[Any]) -> str | Enum:
    """Return the Python default; keep an enum member, so that its values can be listed."""
    field = mirror.model_fields[_key(mirror, column)]
    if field.default_factory is not None or (column.primary_key and field.default is None):
        return "computed"
    if field.default is PydanticUndefined:
        return "required"
    return field.default if isinstance(field.default, Enum) else repr(field.default)


def _values(column: Column[Any], in_python: object) -> list[Any]:
    """List the enum values: from the column type, from `info`, or from the default."""
    if isinstance(column.type, Choice):
        return [member.value for member in column.type.enum]
    if "values" in column.info:
        return [member.value for member in column.info["values"]]
    return [member.value for member in type(in_python)] if isinstance(in_python, Enum) else []


def derived_default(default: object) -> str:
    """Return the database default that a NOT NULL column has because of its Python default."""
    sql = database_default(default)
    if sql is None:
        return "none"
    column = Column("derived", String, server_default=sql)
    return for_both(*(_database_default(column, each) for each in DIALECTS))


def _database_default(column: Column[Any], database: str) -> str:
    if column.server_default is None:
        return "none"
    sql = str(CreateColumn(column).compile(dialect=DIALECTS[database]))
    return normalized_default(re.split(r" DEFAULT | NOT NULL", sql)[1])
