"""The server of the tests, and an empty database for each of them."""

import threading
import time
from collections.abc import Iterator

import pytest

from backend.platform.security.rate_limit import counters
from backend.platform.serve import configuration, listen
from backend.platform.server.graceful_server import DrainingServer
from backend.settings import Settings, get_settings
from tests.support.django_setup import empty_tables


@pytest.fixture(scope="session")
def settings() -> Settings:
    """Return the settings of the tests. This replaces the `settings` fixture of pytest-django."""
    return get_settings()


@pytest.fixture(scope="session")
def base_url(django_db_setup: None, settings: Settings) -> Iterator[str]:  # noqa: ARG001
    """Run the production server in a thread, and yield its URL."""
    server = DrainingServer(configuration(settings))
    listener = listen(settings)
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(autouse=True)
def start_empty(base_url: str) -> None:  # noqa: ARG001
    """Delete all rows and reset the rate limits before each test."""
    empty_tables()
    counters().storage.reset()
