"""Limit the size and the duration of a request body: 1 MiB and 15 seconds."""

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.platform.http.errors import problem

MAX_BYTES = 1024 * 1024
MAX_SECONDS = 15
CLOSE = {"Connection": "close"}


class BodyMiddleware:
    """Read the whole body before the application runs, so that a slow client holds no slot."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Reject a large Content-Length at once; otherwise read the body and pass it on."""
        if scope["type"] != "http" or not _has_body(headers := Headers(scope=scope)):
            await self.app(scope, receive, send)
            return
        length = headers.get("content-length", "")
        too_large = problem(413, f"The body exceeds {MAX_BYTES} bytes", CLOSE)
        if length.isdigit() and int(length) > MAX_BYTES:
            await too_large(scope, receive, send)
            return
        try:
            async with asyncio.timeout(MAX_SECONDS):
                body = await _read(receive)
        except TimeoutError:
            await problem(408, f"The body took over {MAX_SECONDS} seconds", CLOSE)(
                scope, receive, send
            )
            return
        if body is None:
            return
        if len(body) > MAX_BYTES:
            await too_large(scope, receive, send)
            return
        await self.app(scope, _replay(body, receive), send)


def _has_body(headers: Headers) -> bool:
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


async def _read(receive: Receive) -> bytes | None:
    """Return the body, cut off soon after the limit, or None if the client disconnected."""
    body = bytearray()
    while len(body) <= MAX_BYTES:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a receive function that delivers the body once, then only a disconnect."""
    pending = [body]

    async def replay() -> Message:
        if pending:
            return {"type": "http.request", "body": pending.pop(), "more_body": False}
        return await receive()

    return replay
