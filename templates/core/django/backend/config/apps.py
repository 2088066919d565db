"""App configuration: a search that ignores case, a check of models, and the commands here."""

from typing import Any

from django.apps import AppConfig, apps
from django.core import checks
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite
from django.db.models import CharField, TextField
from django.db.models.functions import Lower
from django.db.models.sql.compiler import SQLCompiler


class ConfigConfig(AppConfig):
    """The project's configuration."""

    name = "backend.config"
    label = "config"

    def ready(self) -> None:
        """Register the lookup for texts, and its function for all new connections."""
        CharField.register_lookup(UnicodeLower)
        TextField.register_lookup(UnicodeLower)
        connection_created.connect(add_unicode_lower, dispatch_uid="unicode_lower")


class UnicodeLower(Lower):
    """Lower-case both sides of a lookup, with Unicode support: `name__lower__contains`."""

    bilateral = True

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **options: Any
    ) -> tuple[str, Any]:
        """Use the Python function: SQLite's `lower` and LIKE ignore case only for ASCII letters."""
        return self.as_sql(compiler, connection, function="unicode_lower", **options)


def add_unicode_lower(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Register Python's `str.lower` in a new SQLite connection."""

    def lower(text: str | None) -> str | None:
        return None if text is None else text.lower()  # NULL for NULL, as SQL functions do

    if isinstance(connection, SQLite):
        connection.connection.create_function("unicode_lower", 1, lower, deterministic=True)


@checks.register(checks.Tags.models)
def check_defaults(**_: object) -> list[checks.CheckMessage]:
    """Report constant defaults that an INSERT of another program would lack."""
    models = [model for model in apps.get_models() if model.__module__.startswith("backend.")]
    return [
        checks.Warning("Only Django knows this default", "Add `db_default`", field, "project.W001")
        for model in models
        for field in model._meta.local_fields
        if field.has_default() and not callable(field.default)
        if not field.null and not field.has_db_default()
    ]
