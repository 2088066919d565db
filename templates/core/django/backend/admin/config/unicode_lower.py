"""Search without case: SQLite's own `lower` and LIKE know no letters beyond ASCII."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite
from django.db.models import CharField, TextField
from django.db.models.functions import Lower
from django.db.models.sql.compiler import SQLCompiler


class UnicodeLower(Lower):
    """Both sides in lower case, beyond ASCII on both databases: `name__lower__contains`."""

    bilateral = True

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **options: Any
    ) -> tuple[str, Any]:
        """Ask the function that Python lends to SQLite."""
        return self.as_sql(compiler, connection, function="unicode_lower", **options)


def add_unicode_lower(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Give a new connection Python's `str.lower`."""
    if isinstance(connection, SQLite):
        connection.connection.create_function("unicode_lower", 1, _lower, deterministic=True)


def _lower(text: str | None) -> str | None:
    """Keep NULL, as every function of a database does."""
    return None if text is None else text.lower()


def install() -> None:
    """Teach every field of text, and every connection that will be opened."""
    CharField.register_lookup(UnicodeLower)
    TextField.register_lookup(UnicodeLower)
    connection_created.connect(add_unicode_lower, dispatch_uid="unicode_lower")
