"""Compare PostgreSQL tables with those that Django would create, and write the changes in SQL."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

EXPECTED = "adoption"  # a schema with the expected tables, only during the comparison
COLUMNS = """
    SELECT attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid),
        attidentity <> ''
    FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
"""
CONSTRAINTS = """
    SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = %s::regclass AND contype <> 'n'
"""
INDEXES = """
    SELECT relname, indisunique, substring(pg_get_indexdef(indexrelid) FROM ' USING .*')
    FROM pg_index JOIN pg_class ON oid = indexrelid
    WHERE indrelid = %s::regclass
        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype <> 'f')
"""


@dataclass(frozen=True, slots=True)
class Description:
    """The columns, constraints and indexes of a table, as PostgreSQL writes them."""

    columns: dict[str, tuple[str, bool, str | None, bool]] = field(default_factory=dict)
    constraints: dict[str, str] = field(default_factory=dict)
    indexes: dict[str, str] = field(default_factory=dict)


def describe(cursor: Any, schema: str, table: str) -> Description:
    """Read a table; names of other tables are written without their schema."""
    cursor.execute(f'SET LOCAL search_path TO "{schema}", public')
    name = f'"{schema}"."{table}"'
    found = Description()
    cursor.execute(COLUMNS, [name])
    found.columns.update({column: tuple(rest) for column, *rest in cursor.fetchall()})
    cursor.execute(CONSTRAINTS, [name])
    found.constraints.update(cursor.fetchall())
    cursor.execute(INDEXES, [name])
    for index, unique, definition in cursor.fetchall():
        found.indexes[index] = f"{'UNIQUE ' if unique else ''}INDEX{definition}"
    return found


@contextmanager
def expected_schema(
    connection: BaseDatabaseWrapper, models: Sequence[type[Model]]
) -> Iterator[Any]:
    """Let Django create the tables in a schema of their own; yield a cursor."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        (own,) = cursor.fetchone()
        cursor.execute(f"CREATE SCHEMA {EXPECTED}")
        cursor.execute(f'SET LOCAL search_path TO {EXPECTED}, "{own}"')
        with connection.schema_editor() as editor:
            for model in models:
                if not model._meta.auto_created:  # Django creates these with their model
                    editor.create_model(model)
        cursor.execute(f'SET LOCAL search_path TO "{own}"')
        yield cursor
        cursor.execute(f"DROP SCHEMA {EXPECTED} CASCADE")


def statements(cursor: Any, tables: Sequence[str]) -> Iterator[str]:
    """Write the statements that give each table its expected definition."""
    cursor.execute("SELECT current_schema()")
    (own,) = cursor.fetchone()
    pairs = {
        table: (describe(cursor, own, table), describe(cursor, EXPECTED, table)) for table in tables
    }
    cursor.execute(f'SET LOCAL search_path TO "{own}"')
    for table, (found, expected) in pairs.items():
        alter = f'ALTER TABLE "{table}"'
        constraints = new_names(found.constraints, expected.constraints)
        for old, new in changed(constraints):
            rename = f'RENAME CONSTRAINT "{old}" TO "{new}"'
            yield f"{alter} {rename}" if new else f'{alter} DROP CONSTRAINT "{old}"'
        indexes = new_names(found.indexes, expected.indexes)
        for old, new in changed(indexes):
            yield f'ALTER INDEX "{old}" RENAME TO "{new}"' if new else f'DROP INDEX "{old}"'
        for column, target in expected.columns.items():
            for action in column_changes(found.columns[column], target):
                yield f'{alter} ALTER COLUMN "{column}" {action}'
        for name in sorted(expected.constraints.keys() - set(constraints.values())):
            yield f'{alter} ADD CONSTRAINT "{name}" {expected.constraints[name]}'
        for name in sorted(expected.indexes.keys() - set(indexes.values())):
            kind, using, rest = expected.indexes[name].partition(" USING ")
            yield f'CREATE {kind} "{name}" ON "{table}"{using}{rest}'


def new_names(found: Mapping[str, str], expected: Mapping[str, str]) -> dict[str, str | None]:
    """Return the new name of each entry by its definition, or None to drop the entry."""
    names: dict[str, str | None] = {}
    for old, definition in found.items():
        equal = [name for name in expected if expected[name] == definition]
        free = [name for name in equal if name not in names.values() and name not in found]
        names[old] = old if old in equal else next(iter(free), None)
    return names


def changed(names: Mapping[str, str | None]) -> list[tuple[str, str | None]]:
    """List the entries to rename or to drop."""
    return [(old, new) for old, new in names.items() if old != new]


def column_changes(
    found: tuple[str, bool, str | None, bool], expected: tuple[str, bool, str | None, bool]
) -> Iterator[str]:
    """Write the changes of a column; a serial key stays one."""
    kind, not_null, default, identity = expected
    if found[0] != kind:
        yield f"TYPE {kind}"
    if found[1] != not_null:
        yield f"{'SET' if not_null else 'DROP'} NOT NULL"
    if found[2] != default and not identity:
        yield f"SET DEFAULT {default}" if default is not None else "DROP DEFAULT"
