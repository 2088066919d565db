"""The baseline of `live.py`: one Starlette socket without tickets, sessions, limits or a log.

It runs in the environment of a project, with the same uvicorn and the same client of the bus.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn
from redis.asyncio import Redis
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

sockets = set[WebSocket]()


async def ready(_: Request) -> Response:
    """Respond to the readiness probe."""
    return Response()


async def serve(socket: WebSocket) -> None:
    """Keep a socket until its client leaves."""
    await socket.accept("live.v1")
    sockets.add(socket)
    try:
        while True:
            await socket.receive_text()
    except WebSocketDisconnect:
        sockets.discard(socket)


async def forward() -> None:
    """Send every message of the bus to all sockets."""
    async with Redis.from_url(os.environ["LIVE_BUS_URL"], decode_responses=True).pubsub() as bus:
        await bus.subscribe("live")
        async for message in bus.listen():
            if message["type"] == "message":
                for socket in list(sockets):
                    await socket.send_text(message["data"])


@asynccontextmanager
async def lifespan(_: Starlette) -> AsyncIterator[None]:
    """Forward messages while the server runs."""
    task = asyncio.create_task(forward())
    yield
    task.cancel()


app = Starlette(
    routes=[Route("/health/ready", ready), WebSocketRoute("/api/v1/live", serve)], lifespan=lifespan
)

if __name__ == "__main__":
    port = int(os.environ["PORT"])
    uvicorn.run(app, port=port, log_level="error", ws_per_message_deflate=False)
