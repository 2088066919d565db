"""A test run refuses a database that may hold data."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.database import refuse_data


def test_only_an_empty_or_a_test_database_is_used(tmp_path: Path) -> None:
    for name in ("shop", "test_shop"):
        with closing(sqlite3.connect(tmp_path / f"{name}.sqlite3")) as database:
            database.execute("CREATE TABLE product (id)")
    refuse_data(f"sqlite:///{tmp_path}/test_shop.sqlite3")
    refuse_data(f"sqlite:///{tmp_path}/new.sqlite3")
    with pytest.raises(pytest.exit.Exception, match=r"`shop\.sqlite3` has tables"):
        refuse_data(f"sqlite:///{tmp_path}/shop.sqlite3")
