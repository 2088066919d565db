"""Limit the size, the duration and the memory of request bodies, while the application reads them."""

import asyncio

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.middleware.body_limit import MAX_BODY_SIZE_SCOPE_KEY
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.api.errors import InvalidFieldError
from backend.problems import RETRY_SOON
from backend.settings import Settings

MIB = 1024 * 1024
SMALL = 64 * 1024  # counts nowhere: the server buffers so much of every request anyway
CLOSE = {"Connection": "close"}
JSON_VALUE_STARTS = b",[{"


class BodyMiddleware:
    """Respond with 413, 408 or 503 to a body that is too large, too slow or one too many."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self.buffered = 0  # bytes of all bodies, beyond the small ones

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check each part of the body that the application receives."""
        if scope["type"] != "http" or not _has_body(headers := Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        body = _Body(self, scope, headers, receive)
        try:
            await self.app(scope, body.receive, send)
        finally:
            self.buffered -= body.buffered


class _Body:
    """One request's body."""

    def __init__(
        self, limits: BodyMiddleware, scope: Scope, headers: Headers, receive: Receive
    ) -> None:
        self.limits, self.settings = limits, limits.settings
        self.scope = scope
        self.is_json = "json" in headers.get("content-type", "")
        length = headers.get("content-length", "")
        self.size = int(length) if length.isdigit() else 0  # as declared
        self._receive = receive
        self.started = asyncio.get_running_loop().time()
        self.received = self.buffered = self.values = 0
        self.is_complete = False

    async def receive(self) -> Message:
        """Receive the next part within the limits, or raise the error response."""
        if self.is_complete:
            return await self._receive()
        self._check_size()
        try:
            seconds = self.settings.body_seconds
            async with asyncio.timeout_at(self.started + seconds * (1 + self.received // MIB)):
                message = await self._receive()
        except TimeoutError:
            detail = f"The body took over {seconds:g} seconds for each MiB"
            raise HTTPException(408, detail, CLOSE) from None
        part = message.get("body", b"")
        self.is_complete = not message.get("more_body", False)
        self.received += len(part)
        self.size = max(self.size, self.received)
        self._check_size()
        if self.received > SMALL:
            self._count(part)
        return message

    def _check_size(self) -> None:
        # Set by `max_body_size=` of a route.
        limit = self.scope.get(MAX_BODY_SIZE_SCOPE_KEY, self.settings.max_body_bytes)
        if self.size > limit:
            raise HTTPException(413, f"The body exceeds {limit} bytes", CLOSE)

    def _count(self, part: bytes) -> None:
        if self.is_json:
            self.values += sum(part.count(start) for start in JSON_VALUE_STARTS)
            if self.values > self.settings.max_json_values:
                most = self.settings.max_json_values
                raise InvalidFieldError("#", f"Should have at most {most} values")
        # A larger body is an upload, and what exceeds 1 MiB of a file goes to the disk.
        if self.received <= self.settings.max_body_bytes:
            self.buffered += len(part)
            self.limits.buffered += len(part)
            if self.limits.buffered > self.settings.max_bodies_bytes:
                detail = "Too many large bodies at once, try again"
                raise HTTPException(503, detail, RETRY_SOON | CLOSE)


def _has_body(headers: Headers) -> bool:
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"
