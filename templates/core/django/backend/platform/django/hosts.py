"""Require exactly one Host header, which Django does not: it replaces a missing one."""

from collections.abc import MutableMapping
from typing import Any

from backend.platform.django.error_responses import RejectedError

PROBES = "/health/"
WITHOUT_HOST = "1.0"  # the HTTP version in which a request may have no Host


def check_host(scope: MutableMapping[str, Any]) -> None:
    """Raise RejectedError, 400, unless there is one Host; HTTP/1.0 probes may have none."""
    hosts = sum(name == b"host" for name, _ in scope["headers"])
    is_probe = scope["path"].startswith(PROBES)
    if hosts == 1 or (not hosts and is_probe and scope["http_version"] == WITHOUT_HOST):
        return
    raise RejectedError(400, "A request has exactly one Host header", {})
