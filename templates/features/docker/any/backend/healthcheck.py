"""Liveness check of the local server for Docker's HEALTHCHECK: the image has no curl."""

import sys
from collections.abc import Sequence
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

from backend.settings import get_settings

CONNECTION_ERRORS = (OSError, HTTPException)


def is_alive(port: int, host: str, path: str = "/health/live") -> bool:
    """Return whether the server responds with 200. `host` must be allowed, or it responds 400."""
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path, headers={"Host": host})
        return connection.getresponse().status == HTTPStatus.OK
    except CONNECTION_ERRORS:
        return False
    finally:
        connection.close()


def a_name_among(hosts: Sequence[str]) -> str:
    """Return a name that the server allows, also for the patterns `*` and `.example.com`."""
    return hosts[0].replace("*", "localhost").removeprefix(".")


if __name__ == "__main__":
    settings = get_settings()
    sys.exit(not is_alive(settings.port, a_name_among(settings.allowed_hosts), *sys.argv[1:]))
