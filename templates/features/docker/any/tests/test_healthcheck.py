"""The container's health check sends a request like any client."""

import socket
from urllib.parse import urlsplit

from backend.healthcheck import a_name_among, is_alive


def test_a_server_that_responds_is_alive(base_url: str) -> None:
    port = urlsplit(base_url).port
    assert port is not None
    assert is_alive(port, "localhost")
    assert not is_alive(port, "not-allowed.example.com")


def test_a_closed_port_is_not_alive() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        assert not is_alive(bound.getsockname()[1], "localhost")


def test_the_host_of_the_check_is_allowed() -> None:
    assert a_name_among(("shop.example.com", ".example.org")) == "shop.example.com"
    assert a_name_among(("*",)) == "localhost"
    assert a_name_among((".example.com",)) == "example.com"
