"""Bytes on a connection, where a client would be too polite."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit


@contextmanager
def connected(base_url: str) -> Iterator[socket.socket]:
    """Give a bare connection to the server."""
    address = urlsplit(base_url)
    assert address.hostname
    with socket.create_connection((address.hostname, address.port or 0), timeout=5) as connection:
        yield connection


def read_until_closed(connection: socket.socket) -> bytes:
    """Read all that still comes."""
    return b"".join(iter(lambda: connection.recv(4096), b""))
