"""Liveness check of the local server for Docker's HEALTHCHECK: the image has no curl."""

import sys
from collections.abc import Sequence
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address

from backend.settings import get_settings

CONNECTION_ERRORS = (OSError, HTTPException)


def is_alive(address: tuple[str, int], host: str, path: str = "/health/live") -> bool:
    """Return whether the server responds with 200. Other paths need a `host` that is allowed."""
    connection = HTTPConnection(*address, timeout=2)
    try:
        connection.request("GET", path, headers={"Host": host})
        return connection.getresponse().status == HTTPStatus.OK
    except CONNECTION_ERRORS:
        return False
    finally:
        connection.close()


def local_address(host: str) -> str:
    """Return the address at which this machine reaches HOST, which may be `0.0.0.0` or `::`."""
    try:
        address = ip_address(host)
    except ValueError:
        return host  # a name
    if not address.is_unspecified:
        return host
    return "127.0.0.1" if address.version == 4 else "::1"  # noqa: PLR2004


def a_name_among(hosts: Sequence[str]) -> str:
    """Return a name that the server allows, also for the patterns `*` and `.example.com`."""
    return hosts[0].replace("*", "localhost").removeprefix(".")


if __name__ == "__main__":
    settings = get_settings()
    listening = (local_address(settings.host), settings.port)
    sys.exit(not is_alive(listening, a_name_among(settings.allowed_hosts), *sys.argv[1:]))
