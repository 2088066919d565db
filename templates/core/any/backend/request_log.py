"""One id and one log line a request, whichever framework answers it."""

import logging
import re
import time
from collections.abc import MutableMapping
from typing import Any
from uuid import uuid4

import structlog

HARMLESS = re.compile(r"[A-Za-z0-9._-]{1,64}")

log = structlog.stdlib.get_logger("request")


def begin_request(scope: MutableMapping[str, Any]) -> str:
    """Return the request's id, which every line that is logged on the way carries.

    The client's own is kept where it is harmless in a log.
    """
    sent = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
    request_id = sent if HARMLESS.fullmatch(sent) else str(uuid4())
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request_id)
    return request_id


def log_request(scope: MutableMapping[str, Any], status: int, started: float) -> None:
    """Log a request that began at `started` of `time.perf_counter`, in seconds."""
    log.log(
        # A container is asked for its health every few seconds.
        logging.DEBUG if scope["path"].startswith("/health/") else logging.INFO,
        "request",
        method=scope["method"],
        path=scope["path"],
        status=status,
        duration_ms=round((time.perf_counter() - started) * 1_000, 1),
        client=scope["client"][0] if scope["client"] else None,
    )
