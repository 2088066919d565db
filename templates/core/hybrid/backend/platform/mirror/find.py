"""Find the mirror classes: each table has one, and so does each table that it references."""

import importlib
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.db.models import Model
from sqlalchemy.exc import InvalidRequestError
from sqlmodel import SQLModel

import backend
from backend.platform.mirror.properties import Property, Table
from backend.settings import ROOT


def mirrors() -> tuple[list[type[SQLModel]], list[str]]:
    """Return the mirror classes in `backend/*/tables.py`, and the problems found there."""
    folders = sorted(path.parent.name for path in Path(backend.__path__[0]).glob("*/tables.py"))
    problems = [problem for folder in folders for problem in _import(folder)]
    modules = sys.modules.keys() & {f"backend.{folder}.tables" for folder in folders}
    found: dict[str, list[type[SQLModel]]] = {}
    for each in _subclasses(SQLModel):
        if each.__module__ not in modules or "__tablename__" not in vars(each):
            continue
        if hasattr(each, "__table__"):
            found.setdefault(str(each.__tablename__), []).append(each)
        else:
            problems.append(
                f"{location(each)} has `__tablename__` but not `table=True`. "
                f"Write `class {each.__name__}(SQLModel, table=True):`"
            )
    for table, (first, *others) in found.items():
        # A class with `extend_existing` changes the shared table, so neither can be compared.
        problems += [
            f"{table}: already mirrored by {location(first)}. Remove {location(each)}"
            for each in others
        ]
    return [classes[0] for classes in found.values() if len(classes) == 1], problems


def _import(folder: str) -> Iterator[str]:
    try:
        importlib.import_module(f"backend.{folder}.tables")
    except InvalidRequestError as error:
        reason, _, wrong_remedy = str(error).partition(".")
        if "extend_existing" not in wrong_remedy:
            raise
        yield (
            f"backend/{folder}/tables.py: {reason}. Keep one class and import it where it is needed"
        )


def _subclasses(parent: type[SQLModel]) -> Iterator[type[SQLModel]]:
    for child in parent.__subclasses__():
        yield child
        yield from _subclasses(child)


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
