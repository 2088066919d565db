"""Limit the size, duration and memory of request bodies while the application reads them."""

import asyncio

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.middleware.body_limit import MAX_BODY_SIZE_SCOPE_KEY
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.platform.http.errors import problem
from backend.platform.http.problems import RETRY_SOON
from backend.settings import Settings

MIB = 1024 * 1024
SMALL = 64 * 1024  # counts nowhere: the server buffers so much of every request anyway
CLOSE = {"Connection": "close"}
JSON_VALUE_STARTS = b",[{"


class BodyMiddleware:
    """Respond with 400, 408, 413 or 503 to a body that breaks a limit."""

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
        is_refused = False

        async def send_or_refuse(message: Message) -> None:
            nonlocal is_refused
            if message["type"] == "http.response.start" and body.size > body.limit:
                # Instead of Starlette's response, which is plain text.
                is_refused = True
                detail = f"The body exceeds {body.limit} bytes"
                await problem(413, detail, CLOSE)(scope, receive, send)
            elif not is_refused:
                await send(message)

        try:
            await self.app(scope, body.receive, send_or_refuse)
        finally:
            self.buffered -= body.buffered


class _Body:
    """One request's body."""

    def __init__(
        self, limits: BodyMiddleware, scope: Scope, headers: Headers, receive: Receive
    ) -> None:
        self._limits, self._settings = limits, limits.settings
        self._scope, self._receive = scope, receive
        length = headers.get("content-length", "")
        self.size = int(length) if length.isdigit() else 0  # as declared, then as received
        self._is_json = "json" in headers.get("content-type", "")
        self._values = 0
        self._received = self.buffered = 0
        self._started = asyncio.get_running_loop().time()
        self._is_complete = False

    @property
    def limit(self) -> int:
        """Return the size limit: `max_body_size=` of the route, or the setting."""
        limit: int = self._scope.get(MAX_BODY_SIZE_SCOPE_KEY, self._settings.max_body_bytes)
        return limit

    async def receive(self) -> Message:
        """Receive the next part, or raise HTTPException if it breaks a limit."""
        if self._is_complete:
            return await self._receive()
        self._check_size()
        seconds = self._settings.body_seconds
        try:
            async with asyncio.timeout_at(self._started + seconds * (1 + self._received // MIB)):
                message = await self._receive()
        except TimeoutError:
            detail = f"The body took over {seconds:g} seconds for each MiB"
            raise HTTPException(408, detail, CLOSE) from None
        part = message.get("body", b"")
        self._is_complete = not message.get("more_body", False)
        self._received += len(part)
        self.size = max(self.size, self._received)
        self._check_size()
        if self._received > SMALL:
            self._count(part)
        return message

    def _check_size(self) -> None:
        if self.size > self.limit:
            raise HTTPException(413)

    def _count(self, part: bytes) -> None:
        """Count the memory and the JSON values of a large body."""
        if self._is_json:
            self._values += sum(part.count(start) for start in JSON_VALUE_STARTS)
            most = self._settings.max_json_values
            if self._values > most:
                raise HTTPException(400, f"The JSON body has over {most} values")
        # What exceeds MAX_BODY_BYTES is an upload, whose files go to the disk from 1 MiB on.
        if self._received <= self._settings.max_body_bytes:
            self.buffered += len(part)
            self._limits.buffered += len(part)
            if self._limits.buffered > self._settings.max_bodies_bytes:
                detail = "Too many large bodies at once, try again"
                raise HTTPException(503, detail, RETRY_SOON | CLOSE)


def _has_body(headers: Headers) -> bool:
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"
