"""Cut clients that do not read what they are sent: it would stay in memory."""

import asyncio
import socket
import struct
import sys
from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from backend.settings import get_settings

STEP = 64 * 1024
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: also drop what the operating system would still send

if TYPE_CHECKING:
    Base = HttpToolsProtocol  # or one of uvicorn's WebSocket protocols
else:
    Base = object


class SlowReaderLimit(Base):
    """Abort a connection whose client reads less than 64 KiB in READ_SECONDS."""

    _reading: asyncio.TimerHandle | None = None

    def pause_writing(self) -> None:
        """Expect the client to read: the buffers of the operating system are full."""
        super().pause_writing()
        self.expect_reading()

    def resume_writing(self) -> None:
        """Stop the timer: the client has caught up."""
        super().resume_writing()
        self._stop_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the timer."""
        self._stop_timer()
        super().connection_lost(exc)

    def expect_reading(self, unread: int = sys.maxsize) -> None:
        """Start the timer, or abort if the client read too little of `unread` since its start."""
        self._stop_timer()
        left = self.transport.get_write_buffer_size()
        if unread - left < STEP:
            connection = self.transport.get_extra_info("socket")
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            self.transport.abort()
            return
        seconds = get_settings().read_seconds
        self._reading = self.loop.call_later(seconds, self.expect_reading, left)

    def _stop_timer(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
