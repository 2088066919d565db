"""One id and one log line per request, for any framework."""

import logging
import re
import time
from collections.abc import MutableMapping
from typing import Any
from uuid import uuid4

import structlog

SAFE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")

log = structlog.stdlib.get_logger("request")


def begin_request(scope: MutableMapping[str, Any]) -> str:
    """Return the request's id and add it to every log line of the request.

    The client's X-Request-ID is kept if it is safe to log; otherwise a new UUID is used.
    """
    sent = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
    request_id = sent if SAFE_ID.fullmatch(sent) else str(uuid4())
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=request_id)
    return request_id


def log_request(scope: MutableMapping[str, Any], status: int, started: float) -> None:
    """Log a finished request; `started` is the `time.perf_counter()` of its start."""
    log.log(
        # Orchestrators send health checks every few seconds.
        logging.DEBUG if scope["path"].startswith("/health/") else logging.INFO,
        "request",
        method=scope.get("method", "WEBSOCKET"),
        path=scope["path"],
        status=status,
        duration_ms=round((time.perf_counter() - started) * 1_000, 1),
        client=scope["client"][0] if scope["client"] else None,
    )
