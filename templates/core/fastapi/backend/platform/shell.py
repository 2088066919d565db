"""Start of `just shell`: `session`, `select`, and the class of every table."""

from importlib import import_module

from sqlalchemy import create_engine, event, make_url
from sqlmodel import Session, SQLModel, select

from backend.settings import get_settings

__all__ = ["select", "session"]

import_module("backend.main")  # declares the tables
tables = {each.__name__: each for each in SQLModel.__subclasses__() if hasattr(each, "__table__")}
globals().update(tables)

url = make_url(get_settings().database_url.get_secret_value())
on_sqlite = url.get_backend_name() == "sqlite"
engine = create_engine(url if on_sqlite else url.set(drivername="postgresql+psycopg"))
if on_sqlite:
    event.listen(engine, "connect", lambda driver, _: driver.execute("PRAGMA foreign_keys = ON"))
session = Session(engine)
print(f"session, select, {', '.join(tables)}; session.commit() stores changes")  # noqa: T201
