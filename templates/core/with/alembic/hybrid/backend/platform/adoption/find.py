"""Find the migrations of Django whose tables and columns Alembic has created."""

from collections.abc import Iterator, Mapping

from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import StateApps
from django.db.models import Model

# Each migration to record, with the models to align: those of its app, after the last one.
Adoptable = Mapping[tuple[str, str], list[type[Model]]]
Existing = Mapping[str, set[str]]


def find_adoptable(executor: MigrationExecutor, existing: Existing) -> Adoptable:
    """Return the first migrations of each app, as long as all that they create exists."""
    adoptable: dict[tuple[str, str], list[type[Model]]] = {}
    last: dict[str, tuple[str, str]] = {}
    others: set[str] = set()
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        label, key = migration.app_label, (migration.app_label, migration.name)
        creates = any(isinstance(each, CreateModel) for each in migration.operations)
        if label in others or not (creates or label in last):
            continue
        apps = executor.loader.project_state(key).apps
        if not _is_there(migration, apps, existing):
            others.add(label)
            continue
        if label in last:
            adoptable[last[label]] = []
        last[label] = key
        models = apps.get_app_config(label).get_models()
        adoptable[key] = [model for model in models if model._meta.db_table in existing]
    return adoptable


def _is_there(migration: Migration, apps: StateApps, existing: Existing) -> bool:
    def exists(operation: Operation) -> bool:
        match operation:
            case CreateModel(name=name):
                return table(name) in existing
            case AddField(model_name=model, name=name):
                field = apps.get_model(migration.app_label, model)._meta.get_field(name)
                return field.many_to_many or field.column in existing.get(table(model), ())
            case AddConstraint(model_name=model) | AddIndex(model_name=model):
                return table(model) in existing  # the table is aligned afterwards
        return False

    def table(model: str) -> str:
        return str(apps.get_model(migration.app_label, model)._meta.db_table)

    return all(exists(each) for each in migration.operations)


def find_problems(adoptable: Adoptable, existing: Existing) -> Iterator[str]:
    """Name the columns that only one side has: a rebuilt table would lose them."""
    for model in (each for models in adoptable.values() for each in models):
        options = model._meta
        columns = {str(field.column) for field in options.local_concrete_fields}
        for name in sorted(existing[options.db_table] - columns):
            yield (
                f"{options.db_table}.{name}: the model `{options.label}` lacks this column. "
                "Add the field, then run `just makemigration NAME`"
            )
        for name in sorted(columns - existing[options.db_table]):
            yield (
                f"{options.db_table}.{name}: the table lacks this column of `{options.label}`. "
                "Create the field in a later migration"
            )
