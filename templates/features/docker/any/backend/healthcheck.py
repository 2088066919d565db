"""Ask this machine's own server whether it is alive: for HEALTHCHECK, as the image has no curl."""

import sys
from collections.abc import Sequence
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

from backend.settings import get_settings

NO_ANSWER = (OSError, HTTPException)


def is_alive(port: int, host: str, path: str = "/health/live") -> bool:
    """Say whether the server answers. `host` is a name it allows, or it would answer with 400."""
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path, headers={"Host": host})
        return connection.getresponse().status == HTTPStatus.OK
    except NO_ANSWER:
        return False
    finally:
        connection.close()


def a_name_among(hosts: Sequence[str]) -> str:
    """Find a name to ask by: one is meant by `*` and by `.example.com` as well."""
    return hosts[0].replace("*", "localhost").removeprefix(".")


if __name__ == "__main__":
    settings = get_settings()
    sys.exit(not is_alive(settings.port, a_name_among(settings.allowed_hosts), *sys.argv[1:]))
