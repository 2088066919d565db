"""The WebSocket: it sends what changes."""

import asyncio
from contextlib import suppress

from fastapi import HTTPException, WebSocket, WebSocketDisconnect
from sqlalchemy.exc import SQLAlchemyError

from backend.live.connection import Connection
from backend.live.connections import connected, get_hub, redeem
from backend.live.protocol import SUBPROTOCOL, reason_to_refuse
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
    offered, allowed = websocket.scope["subprotocols"], get_settings().cors_origins
    if reason := reason_to_refuse(websocket.headers, offered, allowed):
        raise HTTPException(403, reason)


async def _send(websocket: WebSocket, connection: Connection) -> None:
    reading = asyncio.create_task(connection.watch(websocket.receive))
    try:
        with suppress(WebSocketDisconnect):
            async for message in connection:
                await websocket.send_text(message)
            if connection.code is not None:
                await websocket.close(connection.code)
    finally:
        reading.cancel()
