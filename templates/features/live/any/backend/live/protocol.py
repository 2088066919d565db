"""The protocol of the WebSocket: its name, limit and close codes, and which pages may use it."""

from collections.abc import Sequence
from urllib.parse import urlsplit

SUBPROTOCOL = "live.v1"
MAX_MESSAGE = 4096  # bytes from a client, which has nothing to send
TICKET_SECONDS = 30

MESSAGE_TOO_BIG = 1009
SERVICE_RESTART = 1012
TRY_AGAIN_LATER = 1013  # the client reads too slowly
SESSION_ENDED = 4401


def is_allowed_origin(origin: str | None, host: str, allowed: Sequence[str]) -> bool:
    """Return whether a page may connect: one of this host, or of CORS_ORIGINS.

    Clients that are not browsers send no origin.
    """
    return origin is None or origin in allowed or urlsplit(origin).netloc == host
