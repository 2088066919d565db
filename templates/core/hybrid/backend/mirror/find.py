"""Which classes mirror a table: one each."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import InvalidRequestError
from sqlmodel import SQLModel

import backend.api
from backend.mirror.references import place


def mirrors() -> tuple[list[type[SQLModel]], list[str]]:
    """Find every class for a table in `backend/api/*/tables.py`, and what is no mirror there."""
    folders = sorted(path.parent.name for path in Path(backend.api.__path__[0]).glob("*/tables.py"))
    said = [problem for folder in folders for problem in _import(folder)]
    modules = sys.modules.keys() & {f"backend.api.{folder}.tables" for folder in folders}
    found: dict[str, list[type[SQLModel]]] = {}
    for each in _subclasses(SQLModel):
        if each.__module__ not in modules or "__tablename__" not in vars(each):
            continue
        if hasattr(each, "__table__"):
            found.setdefault(str(each.__tablename__), []).append(each)
        else:
            said.append(
                f"{place(each)} names a table, but is none. "
                f"Write `class {each.__name__}(SQLModel, table=True):`"
            )
    for table, (first, *others) in found.items():
        # Where one extends the other's table, neither can be compared.
        said += [f"{table}: {place(first)} is its mirror. Remove {place(each)}" for each in others]
    return [classes[0] for classes in found.values() if len(classes) == 1], said


def _import(folder: str) -> Iterator[str]:
    try:
        importlib.import_module(f"backend.api.{folder}.tables")
    except InvalidRequestError as error:
        reason, _, wrong_remedy = str(error).partition(".")
        if "extend_existing" not in wrong_remedy:
            raise
        yield f"backend/api/{folder}/tables.py: {reason}. Keep one class, and import it elsewhere"


def _subclasses(parent: type[SQLModel]) -> Iterator[type[SQLModel]]:
    for child in parent.__subclasses__():
        yield child
        yield from _subclasses(child)
