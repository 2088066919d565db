"""Find the mirror classes, and check that each table has only one."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.exc import InvalidRequestError
from sqlmodel import SQLModel

import backend
from backend.platform.mirror.references import location


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
