"""Limit the size and the duration of request bodies."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from backend.platform.django.error_responses import RejectedError
from backend.settings import get_settings

CLOSE = {"connection": "close"}

Message = MutableMapping[str, Any]


async def read_body(scope: Message, receive: Callable[[], Awaitable[Message]]) -> bytes:
    """Return the whole body.

    Raise RejectedError: 413 over MAX_BODY_BYTES, 408 after BODY_SECONDS, 400 if it ends early.
    """
    most, seconds = get_settings().max_body_bytes, get_settings().body_seconds
    declared = dict(scope["headers"]).get(b"content-length", b"")
    too_large = RejectedError(413, f"The body exceeds {most} bytes", CLOSE)
    if declared.isdigit() and int(declared) > most:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise RejectedError(400, "The body ended early", CLOSE)
                body += message.get("body", b"")
                if len(body) > most:
                    raise too_large
                if not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError:
        raise RejectedError(408, f"The body took over {seconds:g} seconds", CLOSE) from None
