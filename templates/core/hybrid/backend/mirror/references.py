"""What a mirror refers to has to be mirrored as well."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.db.models import Model
from sqlmodel import SQLModel

from backend.mirror.properties import Property, Table
from backend.settings import ROOT


def unknown_tables(mirror: Table, models: Mapping[str, type[Model]]) -> Iterator[str]:
    """Find references that make every write fail, however right they are."""
    for name, column in mirror.columns.items():
        table = column[Property.REFERENCE].rpartition(".")[0]
        if table in models and table not in SQLModel.metadata.tables:
            label = models[table]._meta.label
            yield (
                f"{mirror.name}.{name}: no mirror has the table {table}, so every write fails. "
                f"Mirror `{label}` too: `just mirror {label}` prints it"
            )


def place(source: type) -> str:
    """Name a class and its file."""
    file = Path(str(sys.modules[source.__module__].__file__))
    return f"`{source.__name__}` in {file.relative_to(ROOT) if file.is_relative_to(ROOT) else file}"
