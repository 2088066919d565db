"""The indexes and constraints of FastAPI's tables."""

from collections.abc import Iterator

from sqlalchemy import CheckConstraint, Dialect, Table, UniqueConstraint
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.schema import CreateIndex

from backend.platform.mirror.properties import Kind, Rule, index_target, normalized_sql

DIALECTS: dict[str, Dialect] = {
    "SQLite": SQLiteDialect(),
    # The other parameter styles escape % as %%.
    "PostgreSQL": PGDialect(paramstyle="named"),  # type: ignore[no-untyped-call]
}


def rules(table: Table) -> Iterator[Rule]:
    """List the indexes and constraints of a table."""
    for index in table.indexes:
        sql = str(CreateIndex(index).compile(dialect=DIALECTS["PostgreSQL"]))
        kind = Kind.UNIQUE if index.unique else Kind.INDEX
        yield Rule(kind, index_target(sql, table.name), index.name)
    for constraint in table.constraints:
        name = str(constraint.name)
        if isinstance(constraint, CheckConstraint):
            yield Rule(Kind.CHECK, normalized_sql(str(constraint.sqltext), table.name), name)
        elif isinstance(constraint, UniqueConstraint):
            yield Rule(Kind.UNIQUE, ", ".join(column.name for column in constraint.columns), name)
