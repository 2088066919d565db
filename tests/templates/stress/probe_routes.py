"""Routes that a project does not have: streams, jobs, uploads and a WebSocket. Copied into a project."""

import asyncio
from collections.abc import AsyncIterator

from backend.main import create_app
from fastapi import BackgroundTasks, FastAPI, Request, WebSocket
from fastapi.responses import StreamingResponse


async def forever() -> AsyncIterator[bytes]:
    """Yield an event five times a second."""
    while True:
        yield b"data: tick\n\n"
        await asyncio.sleep(0.2)


async def events() -> StreamingResponse:
    """Send events."""
    return StreamingResponse(forever(), media_type="text/event-stream")


async def job(tasks: BackgroundTasks) -> None:
    """Start work that goes on after the response."""
    tasks.add_task(asyncio.sleep, 600)


async def upstream() -> None:
    """Wait for another service."""
    await asyncio.sleep(600)


async def upload(request: Request) -> int:
    """Count the bytes of an upload."""
    return sum([len(part) async for part in request.stream()])


async def echo(socket: WebSocket) -> None:
    """Send every message back."""
    await socket.accept()
    async for message in socket.iter_text():
        await socket.send_text(message)


async def flood(socket: WebSocket) -> None:
    """Send more than any buffer holds."""
    await socket.accept()
    while True:
        await socket.send_text("x" * 1_000_000)


def create() -> FastAPI:
    """Create the project's application with these routes."""
    app = create_app()
    app.get("/events")(events)
    app.get("/job")(job)
    app.get("/upstream")(upstream)
    app.post("/upload", max_body_size=50_000_000)(upload)
    app.websocket("/echo")(echo)
    app.websocket("/flood")(flood)
    return app
