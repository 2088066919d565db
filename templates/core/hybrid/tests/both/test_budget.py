"""The pools of both sides fit into what the database grants, or the process does not start."""

import pytest
from pydantic import ValidationError

from backend.settings import Settings

SERVER = "postgresql://localhost/shop"


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(("workers", "most"), [(1, 40), (2, 80), (3, 120)])
def test_each_worker_has_two_pools(workers: int, most: int) -> None:
    wanted = {"database_url": SERVER, "workers": workers, "database_pool_size": 20}
    assert Settings.model_validate({**wanted, "database_max_connections": most})
    with pytest.raises(ValidationError, match=f"ask for {most} connections"):
        Settings.model_validate({**wanted, "database_max_connections": most - 1})
