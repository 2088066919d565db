"""Raw HTTP over a socket, for requests that an HTTP client would not send."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit


@contextmanager
def connected(base_url: str) -> Iterator[socket.socket]:
    """Yield a socket that is connected to the server."""
    address = urlsplit(base_url)
    assert address.hostname
    with socket.create_connection((address.hostname, address.port or 0), timeout=5) as connection:
        yield connection


def read_until_closed(connection: socket.socket) -> bytes:
    """Read until the server closes the connection."""
    return b"".join(iter(lambda: connection.recv(4096), b""))
