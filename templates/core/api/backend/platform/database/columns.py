"""Columns that behave alike on SQLite and PostgreSQL, and names for constraints."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.event import listens_for
from sqlalchemy.orm import Mapper
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import UTCDateTime

CENT = Decimal("0.01")
# A dictionary or a list. Assign a new one to change it: a change inside is not noticed.
Json = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

# Set before any table is declared: without names Alembic cannot alter a constraint on SQLite.
SQLModel.metadata.naming_convention = {
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "uq": "%(table_name)s_%(column_0_N_name)s_uniq",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}


def now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


class UtcDateTime(UTCDateTime):
    """A datetime, stored in UTC and read back aware. A naive value is refused as ambiguous."""

    cache_ok = True

    def result_processor(
        self, dialect: sa.Dialect, coltype: object
    ) -> Callable[..., datetime | None] | None:
        """Process values on SQLite only: PostgreSQL returns UTC, and a list has many rows."""
        return super().result_processor(dialect, coltype) if dialect.name == "sqlite" else None


class Money(sa.TypeDecorator[Decimal]):
    """An amount with two decimals. SQLite has no decimals; its floats hold ten digits exactly."""

    impl = sa.Numeric(10, 2)
    cache_ok = True

    def load_dialect_impl(self, dialect: sa.Dialect) -> TypeEngine[Decimal] | TypeEngine[float]:
        """Tell SQLAlchemy that SQLite's floats are expected."""
        on_sqlite = dialect.name == "sqlite"
        return sa.Numeric(10, 2, asdecimal=False) if on_sqlite else sa.Numeric(10, 2)

    def result_processor(
        self, dialect: sa.Dialect, coltype: object
    ) -> Callable[..., Decimal | None] | None:
        """Return exactly two decimals on SQLite, as PostgreSQL does."""
        if dialect.name != "sqlite":
            return None
        return lambda value: None if value is None else Decimal(value).quantize(CENT)


class Choice(sa.TypeDecorator[Any]):
    """The value of an enum, as text. A migration adds a CHECK with all values."""

    impl = sa.String
    cache_ok = True

    def __init__(self, enum: type[Enum], length: int | None = None) -> None:
        super().__init__(length)
        self.enum, self.length = enum, length
        if not all(isinstance(member.value, str) for member in enum):
            raise TypeError(f"{enum.__name__} cannot be stored as text: make it a StrEnum")

    def process_bind_param(self, value: str | Enum | None, dialect: sa.Dialect) -> str | None:
        """Return the text of a member; raise ValueError for any other value."""
        return None if value is None else str(self.enum(value).value)

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Callable[..., Any]:
        """Return members. An unknown value stays text, so that it does not make a list fail."""
        members = {member.value: member for member in self.enum}
        return lambda text: members.get(text, text)

    def coerce_compared_value(self, op: OperatorType | None, value: object) -> TypeEngine[Any]:
        """Compare with any text, such as a search term: only a write refuses unknown values."""
        return self if value is None or isinstance(value, Enum) else sa.String()


@listens_for(SQLModel, "instrument_class", propagate=True)
def complete(mapper: Mapper[Any], _: type) -> None:
    """Store datetimes in UTC and enums as text, and give constant defaults to the database too.

    The rows that exist need them when a column is added, and rows that other programs insert.
    """
    for column in cast("sa.Table", mapper.local_table).columns:
        if isinstance(column.type, UTCDateTime):
            column.type = UtcDateTime()
        elif isinstance(column.type, sa.Enum) and column.type.enum_class:
            column.type = Choice(column.type.enum_class)
        default = database_default(getattr(column.default, "arg", None))
        if default is not None and column.server_default is None and not column.nullable:
            column.server_default = sa.DefaultClause(default)


def database_default(default: object) -> sa.ColumnElement[Any] | None:
    """Return a Python default as SQL if it is a constant, empty JSON or the current time."""
    factory = getattr(default, "__wrapped__", default)
    if factory is now:
        return sa.func.now()
    if factory in (dict, list):
        return sa.literal("{}" if factory is dict else "[]")
    value = default.value if isinstance(default, Enum) else default
    return sa.literal(value) if isinstance(value, int | float | Decimal | str) else None
