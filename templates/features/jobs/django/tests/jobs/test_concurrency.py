"""The jobs of a worker and the pool of its connections."""

import pytest
from pydantic import ValidationError

from backend.settings import Settings


def test_each_job_has_a_connection_and_the_upkeep_too(settings: Settings) -> None:
    values = settings.model_dump() | {"database_pool_size": 8}
    accepted = Settings.model_validate(values | {"jobs_concurrency": 7})
    assert accepted.jobs_concurrency == 7
    with pytest.raises(ValidationError, match="JOBS_CONCURRENCY must be less"):
        Settings.model_validate(values | {"jobs_concurrency": 8})
