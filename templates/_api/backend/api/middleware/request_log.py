"""One id and one log line a request, and the last net under every bug."""

import logging
import re
import time
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.api.errors import problem

WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,64}")

log = structlog.stdlib.get_logger("request")


class RequestLogMiddleware:
    """Give each request an id, in its answer and in every line that is logged on the way."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, then log it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = _request_id(scope)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        status = 0

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = request_id
            await send(message)

        try:
            await self.app(scope, receive, send_with_id)
        except Exception:
            log.exception("unexpected_error")
            if status:  # half an answer is sent already: only the server can cut it off
                raise
            await problem(500, "Something went wrong on our side")(scope, receive, send_with_id)
        finally:
            duration = round((time.perf_counter() - started) * 1_000, 1)
            log.log(
                # A container is asked for its health every few seconds.
                logging.DEBUG if scope["path"].startswith("/health/") else logging.INFO,
                "request",
                method=scope["method"],
                path=scope["path"],
                status=status,
                duration_ms=duration,
                client=scope["client"][0] if scope["client"] else None,
            )


def _request_id(scope: Scope) -> str:
    """Keep the client's id when it is harmless in a log, else make one."""
    sent = Headers(scope=scope).get("x-request-id", "")
    return sent if WELL_FORMED.fullmatch(sent) else str(uuid4())
