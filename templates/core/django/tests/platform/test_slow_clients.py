"""A client that sends its body too slowly gets 408."""

import pytest

from backend.platform.django import body
from tests.support.raw_http import connected, read_until_closed


def test_a_slow_body_times_out(base_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body, "MAX_SECONDS", 0.5)
    with connected(base_url) as connection:
        connection.sendall(b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nslow")
        response = read_until_closed(connection)
    assert response.startswith(b"HTTP/1.1 408 ")
    assert b"application/problem+json" in response
