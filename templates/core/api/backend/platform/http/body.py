"""Read request bodies within limits for size, duration, memory and JSON values."""

import asyncio

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.middleware.body_limit import MAX_BODY_SIZE_SCOPE_KEY
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.platform.http.errors import problem
from backend.platform.http.problems import RETRY_SOON
from backend.settings import Settings

SMALL = 64 * 1024  # counts nowhere: the server buffers so much of every request anyway
CLOSE = {"Connection": "close"}
TOO_MANY = "Too many large bodies at once, try again"
JSON_VALUE_STARTS = b",[{"


class BodyMiddleware:
    """Read a body before the application runs, so that a slow client costs nothing there."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings
        self.memory = 0  # bytes of all bodies that are being read or used

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond with 400, 408, 413 or 503 to a body that breaks a limit."""
        headers = Headers(raw=scope.get("headers", []))
        has_body = "transfer-encoding" in headers or headers.get("content-length", "0") != "0"
        if scope["type"] != "http" or not has_body:
            await self.app(scope, receive, send)
            return
        body = _Body(self, scope, receive, headers)
        is_refused = False

        async def send_or_refuse(message: Message) -> None:
            nonlocal is_refused
            if message["type"] == "http.response.start" and body.size > body.limit:
                # Instead of Starlette's response, which is plain text.
                is_refused = True
                response = problem(413, f"The body exceeds {body.limit} bytes", CLOSE)
                await response(scope, receive, send)
            elif not is_refused:
                await send(message)

        try:
            await body.preload()
            await self.app(scope, body.receive, send_or_refuse)
        except HTTPException as error:  # of `preload`: the application handles its own
            response = problem(error.status_code, error.detail, error.headers)
            await response(scope, receive, send_or_refuse)
        finally:
            self.memory -= body.memory


class _Body:
    def __init__(
        self, owner: BodyMiddleware, scope: Scope, receive: Receive, headers: Headers
    ) -> None:
        self._owner, self._settings = owner, owner.settings
        self._scope, self._receive = scope, receive
        self._is_json = "json" in headers.get("content-type", "")
        length = headers.get("content-length", "")
        self.size = int(length) if length.isdigit() else 0  # as declared, then as received
        self.memory = self._received = self._values = 0
        self._started = asyncio.get_running_loop().time()
        self._preloaded: bytes | None = None
        self._more = True

    @property
    def limit(self) -> int:
        """Return the size limit: `max_body_size=` of the route, or the setting."""
        return int(self._scope.get(MAX_BODY_SIZE_SCOPE_KEY, self._settings.max_body_bytes))

    async def preload(self) -> None:
        """Read a body of the usual size; the route decides about more."""
        parts = bytearray()
        while self._more and self.size <= self._settings.max_body_bytes:
            parts += (await self._read()).get("body", b"")
        if self._received or not self._more:
            self._preloaded = bytes(parts)

    async def receive(self) -> Message:
        """Return what was read, then the rest of a large body; raise 413 above the limit."""
        if self.size > self.limit:
            raise HTTPException(413)
        part, self._preloaded = self._preloaded, None
        if part is None:
            return await (self._read() if self._more else self._receive())
        return {"type": "http.request", "body": part, "more_body": self._more}

    async def _read(self) -> Message:
        seconds = self._settings.body_seconds
        try:
            async with asyncio.timeout_at(self._started + seconds * (1 + self._received // 2**20)):
                message = await self._receive()
        except TimeoutError:
            detail = f"The body took over {seconds:g} seconds for each MiB"
            raise HTTPException(408, detail, CLOSE) from None
        if message["type"] == "http.disconnect":
            raise HTTPException(400, "The body ended early", CLOSE)
        part, self._more = message.get("body", b""), message.get("more_body", False)
        self._received += len(part)
        self.size = max(self.size, self._received)
        if self._received > SMALL:
            self._check(part)
        return message

    def _check(self, part: bytes) -> None:
        if self._is_json:
            self._values += sum(part.count(start) for start in JSON_VALUE_STARTS)
            if self._values > (most := self._settings.max_json_values):
                raise HTTPException(400, f"The JSON body has over {most} values", CLOSE)
        # What exceeds MAX_BODY_BYTES is an upload, whose files go to the disk from 1 MiB on.
        if self._received <= self._settings.max_body_bytes:
            self.memory += len(part)
            self._owner.memory += len(part)
            if self._owner.memory > self._settings.max_bodies_bytes:
                raise HTTPException(503, TOO_MANY, RETRY_SOON | CLOSE)
