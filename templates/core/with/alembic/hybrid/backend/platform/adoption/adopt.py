"""Hand a database over from Alembic to Django; `migrate` calls this first.

Delete this package and `backend/migrations` once every database has been migrated.
"""

from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError as AlembicError
from django.core.management.base import CommandError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.state import ProjectState
from sqlmodel import SQLModel

from backend.platform.adoption.align import align
from backend.platform.adoption.find import Adoptable, find_adoptable, find_problems
from backend.platform.mirror.find import mirrors
from backend.settings import ROOT

VERSIONS = "alembic_version"


def adopt(connection: BaseDatabaseWrapper) -> None:
    """Apply Alembic's last migrations, then record Django's for the tables that exist."""
    try:
        command.upgrade(Config(toml_file=ROOT / "pyproject.toml"), "head")
    except AlembicError as error:
        raise CommandError(str(error)) from error
    existing = read_columns(connection)
    executor = Executor(connection)
    executor.adoptable = find_adoptable(executor, existing)
    if problems := list(find_problems(executor.adoptable, existing)):
        raise CommandError("\n".join(problems))
    executor.migrate(list(executor.adoptable))
    mirrors()  # declares all tables
    known = set(connection.introspection.django_table_names(include_views=False))
    left = sorted((existing.keys() & SQLModel.metadata.tables.keys()) - known)
    for table in left:
        print(f"{table}: stays as it is; Django has no model of it")  # noqa: T201
    if not left:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {VERSIONS}")


def read_columns(connection: BaseDatabaseWrapper) -> dict[str, set[str]]:
    """Return the names of the columns of every table."""
    read = connection.introspection
    with connection.cursor() as cursor:
        return {
            table: {column.name for column in read.get_table_description(cursor, table)}
            for table in read.table_names(cursor)
        }


class Executor(MigrationExecutor):
    """Apply migrations, but only record those whose tables exist."""

    adoptable: Adoptable

    def apply_migration(
        self, state: ProjectState, migration: Migration, *args: Any, **options: Any
    ) -> ProjectState:
        """Record an adoptable migration. After the last one of an app, align its tables."""
        models = self.adoptable.get((migration.app_label, migration.name))
        if models is None:
            return super().apply_migration(state, migration, *args, **options)
        with self.connection.schema_editor() as editor:
            align(editor, models)
            self.recorder.record_applied(migration.app_label, migration.name)
        if models:
            tables = ", ".join(model._meta.db_table for model in models)
            print(f"Django adopted {tables}")  # noqa: T201
        return migration.mutate_state(state, preserve=False)
