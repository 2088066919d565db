"""The start of the server: a port in use and too many database connections are named."""

import socket

import pytest

from backend.platform.serve import listen
from backend.settings import Settings, get_settings


def test_a_port_in_use_is_named(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=rf":{port}: the port is in use, choose another PORT"):
            listen(settings.model_copy(update={"port": port}))


@pytest.mark.usefixtures("settings")
def test_the_pools_of_all_workers_must_fit_the_connection_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://localhost/shop")
    monkeypatch.setenv("WORKERS", "9")
    with pytest.raises(SystemExit, match="DATABASE_MAX_CONNECTIONS"):
        get_settings.__wrapped__()
