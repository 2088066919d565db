"""Each test starts with a running server and empty tables."""

import pytest
from sqlalchemy import Engine
from sqlmodel import SQLModel

pytest_plugins = ["tests.support.server", "tests.support.clients"]


@pytest.fixture(autouse=True)
def start_empty(engine: Engine) -> None:
    """Empty the tables."""
    with engine.begin() as connection:
        for table in reversed(SQLModel.metadata.sorted_tables):
            connection.execute(table.delete())
