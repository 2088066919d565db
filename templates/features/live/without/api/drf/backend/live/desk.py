"""Issue tickets from the threads of Django; the hub is in the event loop of the server."""

import asyncio
from dataclasses import dataclass

from backend.live import tickets
from backend.live.bus import BusDownError
from backend.live.hub import Hub
from backend.live.viewer import Viewer
from backend.platform.django.problems import RejectedError
from backend.platform.http.problems import RETRY_SOON

STATE = "live"  # the key of the desk in the state of the server
BUS_DOWN = 503, "The bus of live updates does not respond", RETRY_SOON


@dataclass(frozen=True, slots=True)
class Desk:
    """The hub and its event loop."""

    hub: Hub
    loop: asyncio.AbstractEventLoop

    def issue(self, viewer: Viewer) -> str:
        """Return a new ticket, or raise RejectedError, 503, while the bus is down."""
        work = tickets.issue(self.hub.bus, viewer)
        try:
            return asyncio.run_coroutine_threadsafe(work, self.loop).result()
        except BusDownError:
            raise RejectedError(*BUS_DOWN) from None
