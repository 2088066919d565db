"""Send the messages of a connection: over a WebSocket, or as server-sent events."""

import asyncio
import json
from contextlib import suppress

from backend.live.connection import Connection
from backend.live.protocol import SUBPROTOCOL
from backend.platform.django.request import Message, Receive, Send
from backend.settings import get_settings

HEADERS = {
    "Content-Type": "text/event-stream; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",
}
PING = ": ping\n\n"


async def serve_socket(connection: Connection, receive: Receive, send: Send) -> None:
    """Accept a WebSocket, and send until its client leaves or the connection ends."""
    await send({"type": "websocket.accept", "subprotocol": SUBPROTOCOL})
    reading = asyncio.create_task(connection.watch(receive))
    try:
        async for text in connection:
            await send({"type": "websocket.send", "text": text})
        if connection.code is not None:
            await send({"type": "websocket.close", "code": connection.code})
    finally:
        reading.cancel()


async def serve_stream(connection: Connection, receive: Receive, send: Send) -> None:
    """Send events, after the start of the response, until the client or the connection ends."""
    watching = asyncio.create_task(_watch(connection, receive))
    try:
        await send(_part(PING))
        while (text := await _next(connection)) is not None:
            await send(_part(text))
        if connection.code is not None:
            data = json.dumps({"code": connection.code})
            await send(_part(f"event: close\ndata: {data}\n\n"))
        await send({"type": "http.response.body", "body": b""})
    finally:
        watching.cancel()


async def _watch(connection: Connection, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    connection.end(None)


async def _next(connection: Connection) -> str | None:
    """Return the next event, or a comment if there is none for a while; None at the end."""
    with suppress(StopAsyncIteration):
        try:
            async with asyncio.timeout(get_settings().live_ping_seconds):
                return f"data: {await anext(connection)}\n\n"
        except TimeoutError:
            return PING
    return None


def _part(text: str) -> Message:
    return {"type": "http.response.body", "body": text.encode(), "more_body": True}
