"""Tickets, and changes as server-sent events."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from backend.live import socket
from backend.live.access import SIGN_IN, MaybeViewer, SignedIn, require
from backend.live.connection import Connection
from backend.live.connections import HubDep, connected, issue, redeem
from backend.live.protocol import TICKET_SECONDS
from backend.live.schemas import Ticket
from backend.platform.http.openapi import problems

router = APIRouter(prefix="/live", tags=["live"])
router.add_api_websocket_route("", socket.serve)


@router.post("/tickets", status_code=201)
async def add_ticket(viewer: SignedIn, hub: HubDep, response: Response) -> Ticket:
    """Issue a ticket for one connection."""
    response.headers["Cache-Control"] = "no-store"
    return Ticket(ticket=await issue(hub, viewer), expires_in=TICKET_SECONDS)


async def open_stream(
    hub: HubDep, viewer: MaybeViewer, ticket: str | None = None
) -> AsyncIterator[Connection]:
    """Yield the connection of a stream, before its response begins."""
    viewer = require(viewer) if ticket is None else await redeem(hub, ticket)
    async with connected(hub, viewer) as connection:
        yield connection


@router.get(
    "/events",
    response_class=EventSourceResponse,
    responses=problems(401, 403),
    openapi_extra=SIGN_IN,
)
async def stream_events(
    connection: Annotated[Connection, Depends(open_stream)],
) -> AsyncIterator[ServerSentEvent]:
    """Stream what changes as server-sent events, with a token or with a ticket."""
    async for message in connection:
        yield ServerSentEvent(raw_data=message)
    yield ServerSentEvent(event="close", data={"code": connection.code})
