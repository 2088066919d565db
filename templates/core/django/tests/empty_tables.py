"""Empty the tables between tests."""

from django.apps import apps
from django.db import connection, transaction

# Rows of migrations, which no test changes.
KEPT = {"auth.permission", "contenttypes.contenttype"}


def empty_tables() -> None:
    """Delete all rows by SQL: the ORM would refuse a row that a key with `PROTECT` refers to.

    Django's foreign keys are checked at the commit, so the order of the tables does not matter.
    """
    tables = {
        options.db_table
        for options in (model._meta for model in apps.get_models(include_auto_created=True))
        if options.managed and options.label_lower not in KEPT
    }
    with transaction.atomic(), connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608
