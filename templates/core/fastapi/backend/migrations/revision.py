"""Finish a new migration: it runs on tables with rows and on both databases, or is refused."""

import re
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic.operations import ops
from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy.sql.functions import now

NEEDS_VALUE = "set a default, or allow None"
BY_HAND = "convert it in a migration of `uv run alembic revision --autogenerate -m NAME`"


def prepare(context: MigrationContext, _: object, scripts: list[ops.MigrationScript]) -> None:
    """Make the migration run on rows: fill NULLs, and refuse what needs a decision."""
    (script,) = scripts
    upgrade = script.upgrade_ops
    if upgrade is None or upgrade.is_empty():
        scripts.clear()
        print("No changes detected")  # noqa: T201
        return
    tables = context.opts["target_metadata"].tables
    changes = [each for each in upgrade.ops if isinstance(each, ops.ModifyTableOps)]
    problems = [p for each in changes for p in find_problems(each, tables[each.table_name])]
    if problems:
        raise CommandError("\n".join(problems))
    for each in changes:
        for change in each.ops:
            if isinstance(change, ops.AlterColumnOp) and change.modify_nullable is False:
                column = tables[each.table_name].columns[change.column_name]
                upgrade.ops.insert(0, ops.ExecuteSQLOp(fill(column)))
    for back in script.downgrade_ops.ops if script.downgrade_ops else ():
        for change in back.ops if isinstance(back, ops.ModifyTableOps) else ():
            if isinstance(change, ops.CreateCheckConstraintOp):
                change.condition = portable(str(change.condition))


def find_problems(changes: ops.ModifyTableOps, table: sa.Table) -> Iterator[str]:
    """Name the columns of a change that would fail on rows."""
    added = {each.column.name for each in changes.ops if isinstance(each, ops.AddColumnOp)}
    for change in changes.ops:
        match change:
            case ops.AddColumnOp(column=new):
                if not new.nullable and new.server_default is None:
                    yield f"{table}.{new.name}: existing rows need a value; {NEEDS_VALUE}"
            case ops.AlterColumnOp(column_name=name, modify_type=kind, modify_nullable=nullable):
                if kind is not None and not holds(kind, change.existing_type):
                    yield f"{table}.{name}: existing values may not fit {kind}; {BY_HAND}"
                if nullable is False and table.columns[name].server_default is None:
                    yield f"{table}.{name}: existing rows may hold NULL; {NEEDS_VALUE}"
            case (
                ops.CreateUniqueConstraintOp(columns=names)
                | ops.CreateIndexOp(columns=names, unique=True)
            ):
                new_columns = [table.columns[each] for each in map(str, names) if each in added]
                if len(new_columns) == len(names) and not any(c.nullable for c in new_columns):
                    yield f"{table}.{names[0]}: unique, but existing rows would get one default"


def holds(new: sa.types.TypeEngine[Any], old: object) -> bool:
    """Return whether the new type takes every value of the old one without a conversion."""
    if isinstance(new, sa.String) and isinstance(old, sa.String):
        return new.length is None or (old.length is not None and old.length <= new.length)
    return isinstance(new, sa.BigInteger) and isinstance(old, sa.Integer)


def fill(column: sa.Column[Any]) -> str:
    """Write the UPDATE that replaces NULL by the default."""
    default = getattr(column.server_default, "arg", None)
    if isinstance(default, now):  # SQLite has no function of this name
        default = sa.func.current_timestamp()
    update = sa.update(column.table).where(column.is_(None)).values({column: default})
    sql = str(update.compile(compile_kwargs={"literal_binds": True}))
    return sql.replace(":", r"\:")  # `op.execute` would take :name for a parameter


def portable(check: str) -> str:
    """Rewrite a CHECK that PostgreSQL reports, so that a downgrade can restore it on SQLite."""
    plain = re.sub(r"::[a-z]+(?: [a-z]+)*(?:\([\d, ]+\))?(?:\[\])?", "", check)
    return re.sub(r"= ANY \(\(?ARRAY\[(.*?)\]\)?\)", r"IN (\1)", plain)
