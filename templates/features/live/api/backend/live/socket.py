"""The WebSocket: it sends what changes."""

import asyncio
from contextlib import suppress

from fastapi import HTTPException, WebSocket, WebSocketDisconnect
from sqlalchemy.exc import SQLAlchemyError

from backend.live.connection import Connection
from backend.live.connections import connected, get_hub, redeem
from backend.live.protocol import MAX_MESSAGE, MESSAGE_TOO_BIG, SUBPROTOCOL, is_allowed_origin
from backend.platform.http.errors import problem
from backend.platform.http.problems import RETRY_SOON
from backend.settings import get_settings


async def serve(websocket: WebSocket, ticket: str = "") -> None:
    """Send changes until the client leaves or the connection ends; refuse it over HTTP."""
    try:
        _check_request(websocket)
        hub = await get_hub(websocket)
        async with connected(hub, await redeem(hub, ticket)) as connection:
            await websocket.accept(SUBPROTOCOL)
            await _send(websocket, connection)
    except HTTPException as error:
        refusal = problem(error.status_code, error.detail, error.headers)
        await websocket.send_denial_response(refusal)
    except SQLAlchemyError:
        refusal = problem(503, "The database is not available", RETRY_SOON)
        await websocket.send_denial_response(refusal)


def _check_request(websocket: WebSocket) -> None:
    """Raise 403 for a page of another site, and for a client of another protocol."""
    headers, allowed = websocket.headers, get_settings().cors_origins
    if not is_allowed_origin(headers.get("origin"), headers.get("host", ""), allowed):
        raise HTTPException(403, "The origin is not allowed")
    if SUBPROTOCOL not in websocket.scope["subprotocols"]:
        raise HTTPException(403, f"The client must offer the subprotocol {SUBPROTOCOL}")


async def _send(websocket: WebSocket, connection: Connection) -> None:
    reading = asyncio.create_task(_read(websocket, connection))
    try:
        with suppress(WebSocketDisconnect):
            async for message in connection:
                await websocket.send_text(message)
            if connection.code is not None:
                await websocket.close(connection.code)
    finally:
        reading.cancel()


async def _read(websocket: WebSocket, connection: Connection) -> None:
    """Notice that the client leaves; ignore its messages, unless one is too long."""
    while True:
        message = await websocket.receive()
        if message["type"] == "websocket.disconnect":
            connection.end(None)
            return
        content = message.get("bytes") or (message.get("text") or "").encode()
        if len(content) > MAX_MESSAGE:
            connection.end(MESSAGE_TOO_BIG)
            return
