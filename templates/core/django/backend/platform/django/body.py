"""Limit the size and the duration of request bodies."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from backend.platform.django.error_responses import RejectedError

MAX_BYTES = 1024 * 1024
MAX_SECONDS = 15
CLOSE = {"connection": "close"}

Message = MutableMapping[str, Any]


async def read_body(scope: Message, receive: Callable[[], Awaitable[Message]]) -> bytes:
    """Return the whole body. Raise RejectedError: 413 over 1 MiB, 408 after 15 s, 400 if cut."""
    declared = dict(scope["headers"]).get(b"content-length", b"")
    too_large = RejectedError(413, f"The body exceeds {MAX_BYTES} bytes", CLOSE)
    if declared.isdigit() and int(declared) > MAX_BYTES:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(MAX_SECONDS):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise RejectedError(400, "The body ended early", CLOSE)
                body += message.get("body", b"")
                if len(body) > MAX_BYTES:
                    raise too_large
                if not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError:
        raise RejectedError(408, f"The body took over {MAX_SECONDS} seconds", CLOSE) from None
