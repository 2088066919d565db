"""Case-insensitive search: SQLite's `lower` and LIKE ignore case only for ASCII letters."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite
from django.db.models import CharField, TextField
from django.db.models.functions import Lower
from django.db.models.sql.compiler import SQLCompiler


class UnicodeLower(Lower):
    """Lower-case both sides of a lookup, with Unicode support: `name__lower__contains`."""

    bilateral = True

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **options: Any
    ) -> tuple[str, Any]:
        """Use the Python function that is registered in SQLite."""
        return self.as_sql(compiler, connection, function="unicode_lower", **options)


def add_unicode_lower(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Register Python's `str.lower` in a new SQLite connection."""
    if isinstance(connection, SQLite):
        connection.connection.create_function("unicode_lower", 1, _lower, deterministic=True)


def _lower(text: str | None) -> str | None:
    """Return NULL for NULL, as SQL functions do."""
    return None if text is None else text.lower()


def install() -> None:
    """Register the lookup for all text fields and the function for all new connections."""
    CharField.register_lookup(UnicodeLower)
    TextField.register_lookup(UnicodeLower)
    connection_created.connect(add_unicode_lower, dispatch_uid="unicode_lower")
