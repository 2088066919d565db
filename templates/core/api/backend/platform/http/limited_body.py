"""The body of a request, with limits for its size, duration, memory and JSON values."""

import asyncio

from fastapi import HTTPException
from starlette.datastructures import Headers
from starlette.middleware.body_limit import MAX_BODY_SIZE_SCOPE_KEY
from starlette.types import ASGIApp, Message, Receive, Scope

from backend.platform.http.errors import problem
from backend.platform.http.problems import RETRY_SOON
from backend.settings import Settings

MIB = 1024 * 1024
SMALL = 64 * 1024  # counts nowhere: the server buffers so much of every request anyway
CLOSE = {"Connection": "close"}
JSON_VALUE_STARTS = b",[{"


class BodyMemory:
    """The bytes of all bodies that are being read or used."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._used = 0

    def take(self, size: int) -> None:
        """Count bytes; raise 503 above the limit."""
        self._used += size
        if self._used > self._limit:
            detail = "Too many large bodies at once, try again"
            raise HTTPException(503, detail, RETRY_SOON | CLOSE)

    def release(self, size: int) -> None:
        """Stop counting bytes."""
        self._used -= size


class LimitedBody:
    """The body of one request."""

    def __init__(
        self, scope: Scope, receive: Receive, settings: Settings, memory: BodyMemory
    ) -> None:
        self._scope, self._receive = scope, receive
        self._settings, self._memory = settings, memory
        headers = Headers(scope=scope)
        length = headers.get("content-length", "")
        self.size = int(length) if length.isdigit() else 0  # as declared, then as received
        self._is_json = "json" in headers.get("content-type", "")
        self._values = self._received = self._taken = 0
        self._started = asyncio.get_running_loop().time()
        self._preloaded: bytes | None = None
        self._more = True

    @property
    def limit(self) -> int:
        """Return the size limit: `max_body_size=` of the route, or the setting."""
        limit: int = self._scope.get(MAX_BODY_SIZE_SCOPE_KEY, self._settings.max_body_bytes)
        return limit

    async def preload(self) -> ASGIApp | None:
        """Read a body of the usual size, or return a refusal; the route decides about more."""
        parts = bytearray()
        try:
            while self._more and self.size <= self._settings.max_body_bytes:
                parts += (await self._read()).get("body", b"")
        except HTTPException as error:
            return problem(error.status_code, error.detail, error.headers)
        if self._received or not self._more:
            self._preloaded = bytes(parts)
        return None

    async def receive(self) -> Message:
        """Return what was read, then the rest of a large body; raise 413 above the limit."""
        if self.size > self.limit:
            raise HTTPException(413)
        part, self._preloaded = self._preloaded, None
        if part is None:
            return await (self._read() if self._more else self._receive())
        return {"type": "http.request", "body": part, "more_body": self._more}

    def release(self) -> None:
        """Stop counting the memory of the body."""
        self._memory.release(self._taken)

    async def _read(self) -> Message:
        seconds = self._settings.body_seconds
        try:
            async with asyncio.timeout_at(self._started + seconds * (1 + self._received // MIB)):
                message = await self._receive()
        except TimeoutError:
            detail = f"The body took over {seconds:g} seconds for each MiB"
            raise HTTPException(408, detail, CLOSE) from None
        if message["type"] == "http.disconnect":
            raise HTTPException(400, "The body ended early", CLOSE)
        part = message.get("body", b"")
        self._more = message.get("more_body", False)
        self._received += len(part)
        self.size = max(self.size, self._received)
        if self._received > SMALL:
            self._count(part)
        return message

    def _count(self, part: bytes) -> None:
        """Count the JSON values and the memory of a large body."""
        if self._is_json:
            self._values += sum(part.count(start) for start in JSON_VALUE_STARTS)
            if self._values > (most := self._settings.max_json_values):
                raise HTTPException(400, f"The JSON body has over {most} values", CLOSE)
        # What exceeds MAX_BODY_BYTES is an upload, whose files go to the disk from 1 MiB on.
        if self._received <= self._settings.max_body_bytes:
            self._taken += len(part)
            self._memory.take(len(part))


def has_body(scope: Scope) -> bool:
    """Return whether the request has a body."""
    headers = Headers(scope=scope)
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"
