"""Liveness check of the local server for Docker's HEALTHCHECK: the image has no curl."""

import sys
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

from backend.settings import get_settings

CONNECTION_ERRORS = (OSError, HTTPException)


def main(path: str = "/health/live") -> None:
    """Exit with 0 if the server responds with 200, else with 1."""
    settings = get_settings()
    # Other paths need a Host that is allowed, also where the setting has `*` or `.example.com`.
    host = settings.allowed_hosts[0].replace("*", "localhost").removeprefix(".")
    # HOST may be `0.0.0.0` or `::`: on Linux, connections to them reach the local machine.
    connection = HTTPConnection(settings.host, settings.port, timeout=2)
    try:
        connection.request("GET", path, headers={"Host": host})
        is_alive = connection.getresponse().status == HTTPStatus.OK
    except CONNECTION_ERRORS:
        is_alive = False
    sys.exit(not is_alive)


if __name__ == "__main__":
    main(*sys.argv[1:])
