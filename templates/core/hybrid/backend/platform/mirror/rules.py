"""Indexes and constraints: read from both sides as a `Rule`, and written as SQLModel code."""

from collections.abc import Iterator

import sqlalchemy
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.schema import CreateIndex

from backend.platform.mirror.properties import (
    Kind,
    Rule,
    Table,
    index_target,
    normalized_sql,
    quoted,
)

DIALECTS: dict[str, Dialect] = {
    "SQLite": SQLiteDialect(),
    # The other parameter styles escape % as %%.
    "PostgreSQL": PGDialect(paramstyle="named"),  # type: ignore[no-untyped-call]
}


def of_django(model: type[models.Model], write: BaseDatabaseSchemaEditor) -> Iterator[Rule]:
    """List the indexes and constraints of a model, from its `Meta` and its fields."""
    table = model._meta.db_table
    for index in model._meta.indexes:
        yield Rule(Kind.INDEX, index_target(str(index.create_sql(model, write)), table), index.name)
    for constraint in model._meta.constraints:
        sql = str(constraint.create_sql(model, write))
        if isinstance(constraint, models.CheckConstraint):
            on = normalized_sql(sql.partition(" CHECK ")[2], table)
            yield Rule(Kind.CHECK, on, constraint.name)
        else:
            yield Rule(Kind.UNIQUE, index_target(sql, table), constraint.name)
    columns = {field.name: str(field.column) for field in model._meta.local_fields}
    for names in model._meta.unique_together:
        yield Rule(Kind.UNIQUE, ", ".join(columns[name] for name in names))
    for field in model._meta.local_fields:
        if not field.primary_key and field.unique:
            yield Rule(Kind.UNIQUE, str(field.column))
        elif not field.primary_key and getattr(field, "db_index", False):
            yield Rule(Kind.INDEX, str(field.column))
        if check := field.db_parameters(write.connection)["check"]:
            yield Rule(Kind.CHECK, normalized_sql(str(check), table))


def of_sqlmodel(table: sqlalchemy.Table) -> Iterator[Rule]:
    """List the indexes and constraints of a table."""
    for index in table.indexes:
        sql = str(CreateIndex(index).compile(dialect=DIALECTS["PostgreSQL"]))
        kind = Kind.UNIQUE if index.unique else Kind.INDEX
        yield Rule(kind, index_target(sql, table.name), index.name)
    for constraint in table.constraints:
        name = str(constraint.name)
        if isinstance(constraint, sqlalchemy.CheckConstraint):
            yield Rule(Kind.CHECK, normalized_sql(str(constraint.sqltext), table.name), name)
        elif isinstance(constraint, sqlalchemy.UniqueConstraint):
            yield Rule(Kind.UNIQUE, ", ".join(column.name for column in constraint.columns), name)


def of_one_column(table: Table, column: str) -> list[str]:
    """Write the unnamed index or unique constraint of one column."""
    kinds = {rule.kind for rule in table.rules if rule.on == column and not rule.name}
    if Kind.UNIQUE in kinds:
        return ["unique=True"]
    return ["index=True"] if Kind.INDEX in kinds else []


def table_argument(rule: Rule, table: str, number: int) -> str:
    """Write an index or a constraint for `__table_args__`."""
    columns, _, condition = rule.on.partition(" where ")
    if rule.kind is Kind.CHECK:
        name = rule.name or f"{table}_{number}_check"
        # The naming convention adds the prefix and the suffix.
        short = name.removeprefix(f"{table}_").removesuffix("_check")
        is_conventional = name == f"{table}_{short}_check"
        written = quoted(short) if is_conventional else f"conv({quoted(name)})"
        return f"CheckConstraint({quoted(rule.on)}, name={written})"
    parts = [_index_part(part) for part in _split(columns)]
    if rule.kind is Kind.UNIQUE and not condition and all(part.startswith('"') for part in parts):
        parts += [f"name={quoted(rule.name)}"] if rule.name else []
        return f"UniqueConstraint({', '.join(parts)})"
    options = ["unique=True"] if rule.kind is Kind.UNIQUE else []
    if condition:
        options += [f"{each}_where=text({quoted(condition)})" for each in ("sqlite", "postgresql")]
    return f"Index({', '.join([quoted(rule.name or ''), *parts, *options])})"


def _split(columns: str) -> list[str]:
    parts, depth = [""], 0
    for letter in columns:
        depth += (letter == "(") - (letter == ")")
        if (letter, depth) == (",", 0):  # outside parentheses
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts]


def _index_part(part: str) -> str:
    name, _, direction = part.partition(" ")
    if "(" in part:
        return f"text({quoted(part)})"
    return f"desc({quoted(name)})" if direction == "DESC" else quoted(name)
