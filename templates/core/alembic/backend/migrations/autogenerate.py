"""What Alembic compares and writes, so that a migration runs on both databases and on rows."""

import re
from typing import Any, Literal

import sqlalchemy as sa
from alembic.autogenerate.api import AutogenContext
from alembic.ddl.impl import ComparisonResult
from alembic.ddl.postgresql import PostgresqlImpl
from alembic.runtime.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.functions import now
from sqlmodel import SQLModel

from backend.platform.database.columns import Choice

PLUGINS = ("alembic.autogenerate.*", "alembic.ext.checkconstraint_byname")
TEXT = re.compile(r"'(?:[^']|'')*'")


def stored_tables() -> sa.MetaData:
    """Copy the tables as the database has them: no types of the application, CHECKs for enums."""
    stored = sa.MetaData(naming_convention=SQLModel.metadata.naming_convention)
    for table in SQLModel.metadata.tables.values():
        for column in table.to_metadata(stored).columns:
            _store(column)
    return stored


def _store(column: sa.Column[Any]) -> None:
    if isinstance(column.type, sa.Enum):
        raise CommandError(
            f"{column}: a native enum, because `{Choice.__module__}` is imported later; "
            "import it in the `tables.py` of this table"
        )
    declared = column.type
    if isinstance(declared, sa.TypeDecorator):
        column.type = declared.impl_instance
    if isinstance(declared, Choice):
        allowed = column.in_([sa.literal(member.value) for member in declared.enum])
        column.table.append_constraint(sa.CheckConstraint(allowed, name=column.name))


def render(kind: str, item: object, context: AutogenContext) -> str | Literal[False]:
    """Write types and defaults in a form for both databases; False leaves it to Alembic."""
    if kind == "type" and isinstance(item, JSONB):
        context.imports.add("from sqlalchemy.dialects import postgresql")
        return "postgresql.JSONB()"
    default = item.arg if kind == "server_default" and isinstance(item, sa.DefaultClause) else None
    if isinstance(default, now):
        return "sa.func.now()"
    if isinstance(default, sa.True_ | sa.False_):
        return f"sa.{default}()"
    if isinstance(default, sa.BindParameter) and isinstance(default.value, bool):
        return f"sa.{str(default.value).lower()}()"
    if isinstance(default, sa.BindParameter) and isinstance(default.value, str):
        return repr(default.value)
    return False


def compare_default(
    _: MigrationContext, stored: sa.Column[Any], declared: sa.Column[Any], *__: object
) -> bool | None:
    """Compare defaults of JSON only by presence: PostgreSQL cannot. None leaves it to Alembic."""
    if isinstance(declared.type, sa.JSON):
        return (stored.server_default is None) != (declared.server_default is None)
    return None


class TextsOfChecks:
    """Find CHECKs whose texts changed, such as the values of an enum; Alembic compares names."""

    dialect: sa.Dialect

    def compare_check_constraint(
        self, metadata_constraint: sa.CheckConstraint, reflected_constraint: sa.CheckConstraint
    ) -> ComparisonResult:
        """Compare the texts only: each database writes the rest of a condition in its own way."""
        is_equal = self._texts(metadata_constraint) == self._texts(reflected_constraint)
        return ComparisonResult.Equal() if is_equal else ComparisonResult.Different("texts")

    def _texts(self, check: sa.CheckConstraint) -> set[str]:
        options = {"literal_binds": True}
        sql = check.sqltext.compile(dialect=self.dialect, compile_kwargs=options)
        return set(TEXT.findall(str(sql)))


class PostgreSQL(TextsOfChecks, PostgresqlImpl):
    """The class that Alembic uses instead of its own, as for `SQLite` in `env.py`."""

    __dialect__ = "postgresql"
