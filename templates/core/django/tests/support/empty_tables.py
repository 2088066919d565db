"""Empty the tables between tests."""

from django.db import connection, transaction

# Rows of migrations, which no test changes.
KEPT = {"auth_permission", "django_content_type"}


def empty_tables() -> None:
    """Delete all rows by SQL: the ORM would refuse a row that a key with `PROTECT` refers to.

    Django's foreign keys are checked at the commit, so the order of the tables does not matter.
    """
    tables = {*connection.introspection.django_table_names()} - KEPT
    with transaction.atomic(), connection.cursor() as cursor:
        for table in sorted(tables):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608
