"""Who may open a connection."""

from collections.abc import Sequence

from django.core.exceptions import DisallowedHost
from django.core.handlers.asgi import ASGIRequest

from backend.live.bus import BusDownError
from backend.live.desk import BUS_DOWN
from backend.live.hub import Hub
from backend.live.protocol import reason_to_refuse
from backend.live.sessions import authenticate
from backend.live.viewer import Viewer
from backend.platform.django.problems import RejectedError
from backend.settings import get_settings


def check_socket(request: ASGIRequest, subprotocols: Sequence[str]) -> None:
    """Raise RejectedError, 403, for a page of another site and a client of another protocol."""
    if reason := reason_to_refuse(request.headers, subprotocols, get_settings().cors_origins):
        raise RejectedError(403, reason, {})


def check_host(request: ASGIRequest) -> None:
    """Raise RejectedError, 400, unless the host is one of ALLOWED_HOSTS."""
    try:
        request.get_host()
    except DisallowedHost:
        raise RejectedError(400, "Invalid HTTP_HOST header", {}) from None


async def admit(request: ASGIRequest, hub: Hub, ticket: str | None) -> Viewer:
    """Return the viewer of a ticket, else of the request; raise RejectedError without one."""
    if ticket is None:
        return await authenticate(request)
    try:
        viewer = await hub.redeem(ticket)
    except BusDownError:
        raise RejectedError(*BUS_DOWN) from None
    if viewer is None:
        raise RejectedError(403, "The ticket is not valid", {})
    return viewer
