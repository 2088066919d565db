"""Open a connection of the hub for a request, or raise the error that refuses it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, HTTPException
from starlette.datastructures import State
from starlette.requests import HTTPConnection

from backend.live import tickets
from backend.live.access import check
from backend.live.bus import BusDownError
from backend.live.connection import Connection
from backend.live.hub import Hub, HubFullError
from backend.live.viewer import Viewer
from backend.platform.http.errors import OverloadedError


def create_hub(state: State) -> Hub:
    """Create the hub of an application; it checks sessions with the application's database."""

    async def check_all(viewers: Sequence[Viewer]) -> Sequence[Viewer | None]:
        return await check(state, viewers)

    return Hub(check_all)


async def get_hub(connection: HTTPConnection) -> Hub:
    """Return the hub of the application."""
    hub: Hub = connection.app.state.hub
    return hub


HubDep = Annotated[Hub, Depends(get_hub)]


async def issue(hub: Hub, viewer: Viewer) -> str:
    """Return a new ticket; raise 503 while the bus is down."""
    try:
        return await tickets.issue(hub.bus, viewer)
    except BusDownError:
        raise OverloadedError("The bus of live updates does not respond") from None


async def redeem(hub: Hub, ticket: str) -> Viewer:
    """Return the viewer of a ticket; raise 403, or 503 while the bus is down."""
    try:
        viewer = await hub.redeem(ticket)
    except BusDownError:
        raise OverloadedError("The bus of live updates does not respond") from None
    if viewer is None:
        raise HTTPException(403, "The ticket is not valid")
    return viewer


@asynccontextmanager
async def connected(hub: Hub, viewer: Viewer) -> AsyncIterator[Connection]:
    """Yield a connection; raise 503 if there are too many."""
    try:
        async with hub.connected(viewer) as connection:
            yield connection
    except HubFullError:
        raise OverloadedError("There are too many connections for live updates") from None
