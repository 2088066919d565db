"""Read the schema of Django's models for SQLite and PostgreSQL, without a database."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite
from django.db.utils import ConnectionHandler

from backend.platform.mirror import rules
from backend.platform.mirror.properties import (
    Property,
    Table,
    for_both,
    listed,
    normalized_default,
    normalized_type,
)

PYTHON_TYPES = {
    "BooleanField": "bool",
    "BinaryField": "bytes",
    "DateField": "date",
    "DateTimeField": "datetime in UTC",
    "DecimalField": "Decimal",
    "DurationField": "timedelta",
    "FloatField": "float",
    "JSONField": "dict",
    "TimeField": "time",
    "UUIDField": "UUID",
}
ANY_VERSION = 180_000


def editor(wrapper: type[BaseDatabaseWrapper]) -> BaseDatabaseSchemaEditor:
    """Return the schema editor of a database; its connection is never opened."""
    defaults = ConnectionHandler({"default": {}}).settings["default"]
    connection = wrapper({**defaults, "NAME": "none", "OPTIONS": {}}, alias="mirror")
    connection.__dict__["pg_version"] = ANY_VERSION  # otherwise Django would connect to read it
    return connection.schema_editor(collect_sql=True)


EDITORS = {"SQLite": editor(SQLite), "PostgreSQL": editor(PostgreSQL)}


def read(model: type[models.Model]) -> Table:
    """Describe the table of a model."""
    options = model._meta
    columns = {str(field.column): _column(field) for field in options.local_fields}
    # CHECK constraints in PostgreSQL's SQL: SQLite writes numbers differently.
    constraints = list(rules.of_django(model, EDITORS["PostgreSQL"]))
    return Table(model, options.db_table, columns, constraints)


def _column(field: models.Field[Any, Any]) -> dict[Property, str]:
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    properties = {
        Property.TYPE: for_both(*(_type(field, database) for database in EDITORS)),
        Property.PYTHON_TYPE: PYTHON_TYPES.get(target.get_internal_type(), _text_or_number(target)),
        Property.NULL: "NULL" if field.null else "NOT NULL",
        Property.KEY: "yes" if field.primary_key else "no",
        Property.DEFAULT: _default(field),
        Property.DATABASE_DEFAULT: for_both(*(_database_default(field, each) for each in EDITORS)),
        Property.VALUES: listed([value for value, _ in field.flatchoices]),
        Property.REFERENCE: "none",
        Property.ON_DELETE: "none",
    }
    if isinstance(field, models.ForeignKey):
        properties[Property.REFERENCE] = f"{target.model._meta.db_table}.{target.column}"
        # Whatever `on_delete` is: Django applies it in Python, and the database only refuses.
        properties[Property.ON_DELETE] = "NO ACTION"
    return properties


def _type(field: models.Field[Any, Any], database: str) -> str:
    connection = EDITORS[database].connection
    kind = normalized_type(str(field.db_parameters(connection)["type"]), database)
    if database == "SQLite" and kind == "decimal":  # Django omits precision and scale
        return _type(field, "PostgreSQL")
    if database == "SQLite" and field.get_internal_type() == "JSONField":
        return "json"
    return kind.removesuffix(" unsigned")


def _text_or_number(field: models.Field[Any, Any]) -> str:
    return "int" if isinstance(field, models.IntegerField) else "str"


def _default(field: models.Field[Any, Any]) -> str:
    if field.has_default() and not callable(field.default):
        return repr(getattr(field.default, "value", field.default))
    is_automatic = isinstance(field, models.AutoField) or any(
        getattr(field, setting, False) for setting in ("auto_now", "auto_now_add")
    )
    if is_automatic or field.has_default():
        return "computed"
    return "None" if field.null else "required"


def _database_default(field: models.Field[Any, Any], database: str) -> str:
    if not field.has_db_default():
        return "none"
    sql, values = EDITORS[database].db_default_sql(field)
    plain_values = [getattr(value, "value", value) for value in values]
    quoted = tuple(map(EDITORS[database].quote_value, plain_values))
    return normalized_default(sql % quoted if values else sql)
