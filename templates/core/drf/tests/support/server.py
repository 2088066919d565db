"""The server of the tests, and an empty database for each of them."""

from collections.abc import Iterator

import pytest

from backend.platform.security.rate_limit import counters
from backend.settings import Settings, get_settings
from tests.support.command import in_a_thread
from tests.support.django_setup import empty_tables


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Return the settings of the tests. This replaces the `settings` fixture of pytest-django."""
    return get_settings()


@pytest.fixture(scope="session")
def base_url(django_db_setup: None, settings: Settings) -> Iterator[str]:  # noqa: ARG001
    """Run the production server in a thread, and yield its URL."""
    with in_a_thread(settings) as url:
        yield url


@pytest.fixture(autouse=True)
def start_empty(base_url: str) -> None:  # noqa: ARG001
    """Delete all rows and reset the rate limits before each test."""
    empty_tables()
    counters().storage.reset()
