"""The container's health check sends a request like any client."""

from urllib.parse import urlsplit

from backend.platform.healthcheck import is_alive


def test_a_server_that_responds_is_alive(base_url: str) -> None:
    port = urlsplit(base_url).port
    assert port is not None
    assert is_alive(("127.0.0.1", port), "localhost")
    assert not is_alive(("127.0.0.1", port), "not-allowed.example.com", "/api/docs")
