"""Each test starts with a running server and empty tables."""

import pytest
from sqlalchemy import Engine

from tests.support.empty_tables import empty_tables

pytest_plugins = ["tests.support.server", "tests.support.clients"]


@pytest.fixture(autouse=True)
def start_empty(engine: Engine) -> None:
    """Empty the tables."""
    empty_tables(engine)
