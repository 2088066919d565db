"""Tickets: a random text for one connection, as a URL with an access token would be logged."""

import hashlib
import secrets

from backend.live.bus import Bus
from backend.live.protocol import TICKET_SECONDS
from backend.live.viewer import Viewer


async def issue(bus: Bus, viewer: Viewer) -> str:
    """Return a new ticket of a viewer, or raise BusDownError."""
    ticket = secrets.token_urlsafe(32)
    await bus.store(_key(ticket), viewer.encode(), TICKET_SECONDS)
    return ticket


async def redeem(bus: Bus, ticket: str) -> Viewer | None:
    """Return the viewer of a ticket, once; None if it is used, expired or unknown."""
    stored = await bus.take(_key(ticket))
    return Viewer.decode(stored) if stored else None


def _key(ticket: str) -> str:
    """Return a key of one length, whatever clients send."""
    return f"live:ticket:{hashlib.sha256(ticket.encode(errors='replace')).hexdigest()}"
