"""The container's health check sees what a client sees."""

import socket
from urllib.parse import urlsplit

from backend.healthcheck import is_alive


def test_a_server_that_answers_is_alive(base_url: str) -> None:
    port = urlsplit(base_url).port
    assert port is not None
    assert is_alive(port, "localhost")
    assert not is_alive(port, "not-allowed.example.com")


def test_a_closed_port_is_not_alive() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        assert not is_alive(bound.getsockname()[1], "localhost")
