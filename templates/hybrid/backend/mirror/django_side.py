"""What Django's models say, for SQLite and for PostgreSQL, without asking either of them."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite
from django.db.utils import ConnectionHandler

from backend.mirror.facts import Fact, Kind, Rule, Table, default, indexed, on_both, plain, spelled

Field = models.Field[Any, Any]

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
ON_DELETE = {
    models.CASCADE: "CASCADE",
    models.DO_NOTHING: "NO ACTION",
    models.PROTECT: "RESTRICT",
    models.RESTRICT: "RESTRICT",
    models.SET_DEFAULT: "SET DEFAULT",
    models.SET_NULL: "SET NULL",
}
ANY_VERSION = 180_000


def editor(wrapper: type[BaseDatabaseWrapper]) -> BaseDatabaseSchemaEditor:
    """Give what writes the SQL of a database, behind a connection that is never opened."""
    defaults = ConnectionHandler({"default": {}}).settings["default"]
    connection = wrapper({**defaults, "NAME": "none", "OPTIONS": {}}, alias="mirror")
    connection.__dict__["pg_version"] = ANY_VERSION  # or it would be asked for
    return connection.schema_editor(collect_sql=True)


EDITORS = {"SQLite": editor(SQLite), "PostgreSQL": editor(PostgreSQL)}


def read(model: type[models.Model]) -> Table:
    """Describe the table of a model."""
    options = model._meta
    columns = {field.column: _column(field) for field in options.local_fields}
    return Table(model, options.db_table, columns, _rules(model))


def _column(field: Field) -> dict[Fact, str]:
    target = field.target_field if field.remote_field else field
    facts = {
        Fact.TYPE: on_both(*(_type(field, database) for database in EDITORS)),
        Fact.PYTHON_TYPE: PYTHON_TYPES.get(target.get_internal_type(), _text_or_number(target)),
        Fact.NULL: "NULL" if field.null else "NOT NULL",
        Fact.KEY: "yes" if field.primary_key else "no",
        Fact.DEFAULT: _default(field),
        Fact.DATABASE_DEFAULT: on_both(*(_database_default(field, each) for each in EDITORS)),
        Fact.VALUES: ", ".join(str(value) for value, _ in field.flatchoices) or "any",
        Fact.REFERENCE: "none",
        Fact.ON_DELETE: "none",
    }
    if isinstance(field, models.ForeignKey):
        facts[Fact.REFERENCE] = f"{target.model._meta.db_table}.{target.column}"
        facts[Fact.ON_DELETE] = ON_DELETE.get(field.remote_field.on_delete, "NO ACTION")
    return facts


def _type(field: Field, database: str) -> str:
    connection = EDITORS[database].connection
    kind = spelled(str(field.db_parameters(connection)["type"]), database)
    if database == "SQLite" and kind == "decimal":  # Django leaves the digits out
        return _type(field, "PostgreSQL")
    if database == "SQLite" and field.get_internal_type() == "JSONField":
        return "json"
    return kind.removesuffix(" unsigned")


def _text_or_number(field: Field) -> str:
    return "int" if isinstance(field, models.IntegerField) else "str"


def _default(field: Field) -> str:
    if field.has_default() and not callable(field.default):
        return repr(getattr(field.default, "value", field.default))
    computed = field.has_default() or getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False)
    if computed or isinstance(field, models.AutoField):
        return "computed"
    return "None" if field.null else "required"


def _database_default(field: Field, database: str) -> str:
    if not field.has_db_default():
        return "none"
    sql, values = EDITORS[database].db_default_sql(field)
    plainly = [getattr(value, "value", value) for value in values]
    return default(sql % tuple(map(EDITORS[database].quote_value, plainly)) if values else sql)


def _rules(model: type[models.Model]) -> list[Rule]:
    # Checks as PostgreSQL knows them: SQLite's have its spelling of numbers.
    write, table = EDITORS["PostgreSQL"], model._meta.db_table
    rules = [
        Rule(Kind.INDEX, indexed(str(index.create_sql(model, write)), table), index.name)
        for index in model._meta.indexes
    ]
    for constraint in model._meta.constraints:
        sql = str(constraint.create_sql(model, write))
        if isinstance(constraint, models.CheckConstraint):
            rules.append(Rule(Kind.CHECK, plain(sql.partition(" CHECK ")[2], table), constraint.name))
        else:
            rules.append(Rule(Kind.UNIQUE, indexed(sql, table), constraint.name))
    for columns in model._meta.unique_together:
        names = [model._meta.get_field(name).column for name in columns]
        rules.append(Rule(Kind.UNIQUE, ", ".join(names)))
    for field in model._meta.local_fields:
        if field.unique and not field.primary_key:
            rules.append(Rule(Kind.UNIQUE, field.column))
        elif field.db_index and not field.primary_key:
            rules.append(Rule(Kind.INDEX, field.column))
        if check := field.db_parameters(write.connection)["check"]:
            rules.append(Rule(Kind.CHECK, plain(str(check), table)))
    return rules
