"""Check that every table that a mirror references is mirrored as well."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.db.models import Model
from sqlmodel import SQLModel

from backend.platform.mirror.properties import Property, Table
from backend.settings import ROOT


def unmirrored_references(mirror: Table, models: Mapping[str, type[Model]]) -> Iterator[str]:
    """Find foreign keys to tables without a mirror: SQLAlchemy fails at every write."""
    for name, column in mirror.columns.items():
        table = column[Property.REFERENCE].rpartition(".")[0]
        if table in models and table not in SQLModel.metadata.tables:
            label = models[table]._meta.label
            yield (
                f"{mirror.name}.{name}: the referenced table {table} has no mirror, so every write "
                f"fails. Mirror `{label}` too: `just mirror {label}` prints the class"
            )


def location(source: type) -> str:
    """Return the name of a class and its file, for messages."""
    file = Path(str(sys.modules[source.__module__].__file__))
    return f"`{source.__name__}` in {file.relative_to(ROOT) if file.is_relative_to(ROOT) else file}"
