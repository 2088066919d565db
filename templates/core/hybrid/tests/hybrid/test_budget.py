"""Startup fails when the connection pools of both sides exceed the limit of the database."""

import pytest
from pydantic import ValidationError

from backend.settings import Settings

SERVER = "postgresql://localhost/shop"


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(("workers", "needed"), [(1, 40), (2, 80), (3, 120)])
def test_each_worker_has_two_pools(workers: int, needed: int) -> None:
    values = {"database_url": SERVER, "workers": workers, "database_pool_size": 20}
    assert Settings.model_validate({**values, "database_max_connections": needed})
    with pytest.raises(ValidationError, match=f"ask for {needed} connections"):
        Settings.model_validate({**values, "database_max_connections": needed - 1})
