"""Who may open a connection."""

from collections.abc import Sequence

from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest

from backend.live import tickets
from backend.live.bus import Bus, BusDownError
from backend.live.desk import BUS_DOWN
from backend.live.protocol import SUBPROTOCOL, is_allowed_origin
from backend.live.sessions import authenticate, renew
from backend.live.viewer import Viewer
from backend.platform.django.problems import RejectedError
from backend.settings import get_settings


def check_socket(request: ASGIRequest, subprotocols: Sequence[str]) -> None:
    """Raise RejectedError, 403, for a page of another site and a client of another protocol."""
    origin, host = request.headers.get("Origin"), request.headers.get("Host", "")
    if not is_allowed_origin(origin, host, get_settings().cors_origins):
        raise RejectedError(403, "The origin is not allowed", {})
    if SUBPROTOCOL not in subprotocols:
        raise RejectedError(403, f"The client must offer the subprotocol {SUBPROTOCOL}", {})


def check_host(request: ASGIRequest) -> None:
    """Raise RejectedError, 400, unless the host is one of ALLOWED_HOSTS."""
    try:
        request.get_host()
    except DisallowedHost:
        raise RejectedError(400, "Invalid HTTP_HOST header", {}) from None


async def admit(request: ASGIRequest, bus: Bus, ticket: str | None) -> Viewer:
    """Return the viewer of a ticket, else of the request; raise RejectedError without one."""
    if ticket is None:
        return await authenticate(request)
    try:
        viewer = await tickets.redeem(bus, ticket)
    except BusDownError:
        raise RejectedError(*BUS_DOWN) from None
    if viewer is not None:
        [viewer] = await renew([viewer])
    if viewer is None:
        raise RejectedError(403, "The ticket is not valid", {})
    return viewer
