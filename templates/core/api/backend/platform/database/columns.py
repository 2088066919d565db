"""Column types that behave alike on SQLite and PostgreSQL, and names for constraints."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import DateTime, Dialect, Numeric, TypeDecorator
from sqlalchemy.types import TypeEngine
from sqlmodel import SQLModel

CENT = Decimal("0.01")

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


class UtcDateTime(TypeDecorator[datetime]):
    """A datetime, stored in UTC and read back aware. SQLite alone would lose the offset."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; raise ValueError for a naive value, which is ambiguous."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime is ambiguous")
        return value.astimezone(UTC)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[..., datetime | None] | None:
        """Process values on SQLite only: PostgreSQL returns UTC, and a list has many rows."""
        return super().result_processor(dialect, coltype) if dialect.name == "sqlite" else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Add UTC on SQLite, which stores no offset."""
        return None if value is None else value.replace(tzinfo=UTC)


class Money(TypeDecorator[Decimal]):
    """An amount with two decimals. SQLite has no decimals; its floats hold ten digits exactly."""

    impl = Numeric(10, 2)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Decimal] | TypeEngine[float]:
        """Tell SQLAlchemy that SQLite's floats are expected."""
        if dialect.name == "sqlite":
            return Numeric(10, 2, asdecimal=False)
        return Numeric(10, 2)

    def result_processor(
        self, dialect: Dialect, coltype: object
    ) -> Callable[..., Decimal | None] | None:
        """Process values on SQLite only: PostgreSQL returns two decimals."""
        return super().result_processor(dialect, coltype) if dialect.name == "sqlite" else None

    def process_result_value(
        self, value: Decimal | float | None, dialect: Dialect
    ) -> Decimal | None:
        """Return exactly two decimals on SQLite."""
        return None if value is None else Decimal(value).quantize(CENT)
