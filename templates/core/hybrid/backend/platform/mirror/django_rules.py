"""The indexes and constraints of Django's models."""

from collections.abc import Iterator

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from backend.platform.mirror.properties import Kind, Rule, index_target, normalized_sql


def rules(model: type[models.Model], write: BaseDatabaseSchemaEditor) -> Iterator[Rule]:
    """List the indexes and constraints of a model, from its `Meta` and its fields."""
    yield from _of_meta(model, write)
    yield from _of_fields(model, write)


def _of_meta(model: type[models.Model], write: BaseDatabaseSchemaEditor) -> Iterator[Rule]:
    table = model._meta.db_table
    for index in model._meta.indexes:
        yield Rule(Kind.INDEX, index_target(str(index.create_sql(model, write)), table), index.name)
    for constraint in model._meta.constraints:
        sql = str(constraint.create_sql(model, write))
        if isinstance(constraint, models.CheckConstraint):
            on = normalized_sql(sql.partition(" CHECK ")[2], table)
            yield Rule(Kind.CHECK, on, constraint.name)
        else:
            yield Rule(Kind.UNIQUE, index_target(sql, table), constraint.name)
    columns = {field.name: str(field.column) for field in model._meta.local_fields}
    for names in model._meta.unique_together:
        yield Rule(Kind.UNIQUE, ", ".join(columns[name] for name in names))


def _of_fields(model: type[models.Model], write: BaseDatabaseSchemaEditor) -> Iterator[Rule]:
    for field in model._meta.local_fields:
        if not field.primary_key and field.unique:
            yield Rule(Kind.UNIQUE, str(field.column))
        elif not field.primary_key and getattr(field, "db_index", False):
            yield Rule(Kind.INDEX, str(field.column))
        if check := field.db_parameters(write.connection)["check"]:
            yield Rule(Kind.CHECK, normalized_sql(str(check), model._meta.db_table))
