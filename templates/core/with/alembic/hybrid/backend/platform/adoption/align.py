"""Give tables the definition that Django's migrations give them; the rows stay."""

from collections.abc import Iterator

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Model

from backend.platform.adoption.postgresql import expected_schema, statements


def align(editor: BaseDatabaseSchemaEditor, models: list[type[Model]]) -> None:
    """Change the tables of models, and create the missing ones of many-to-many fields."""
    existing = set(editor.connection.introspection.table_names())
    links = [link for model in models for link in _links(model)]
    for link in links:
        if link._meta.db_table not in existing:
            editor.create_model(link)
    adopted = [*models, *(link for link in links if link._meta.db_table in existing)]
    if editor.connection.vendor == "sqlite":
        for model in adopted:  # SQLite cannot alter a table: Django copies it for every change
            editor._remake_table(model)  # type: ignore[attr-defined]  # noqa: SLF001
    elif adopted:
        with expected_schema(editor.connection, adopted) as cursor:
            for sql in list(statements(cursor, [model._meta.db_table for model in adopted])):
                cursor.execute(sql)


def _links(model: type[Model]) -> Iterator[type[Model]]:
    for field in model._meta.local_many_to_many:
        link = field.remote_field.through
        if link is not None and link._meta.auto_created:
            yield link
