"""The protocol of the WebSocket: its name, limit and close codes, and which pages may use it."""

from collections.abc import Collection, Mapping, Sequence
from urllib.parse import urlsplit

SUBPROTOCOL = "live.v1"
MAX_MESSAGE = 4096  # bytes from a client, which has nothing to send
TICKET_SECONDS = 30

MESSAGE_TOO_BIG = 1009
SERVICE_RESTART = 1012
TRY_AGAIN_LATER = 1013  # the client reads too slowly
SESSION_ENDED = 4401


def reason_to_refuse(
    headers: Mapping[str, str], offered: Collection[str], allowed: Sequence[str]
) -> str | None:
    """Return why a WebSocket is refused, or None.

    A page must be one of this host or of CORS_ORIGINS; other clients than browsers send no origin.
    """
    origin, host = headers.get("origin"), headers.get("host", "")
    if not (origin is None or origin in allowed or urlsplit(origin).netloc == host):
        return "The origin is not allowed"
    if SUBPROTOCOL not in offered:
        return f"The client must offer the subprotocol {SUBPROTOCOL}"
    return None
