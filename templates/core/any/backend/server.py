"""The server of one process: a start that tidies up, and a stop that drops nobody."""

import asyncio
import gc
import select
import signal
import socket
from types import FrameType

from uvicorn import Server
from uvicorn.supervisors import multiprocess
from uvicorn.supervisors.statreload import StatReload

from backend.shutdown import stop

LAST_CALL_SECONDS = 0.5
MAX_QUEUE_SECONDS = 5
# New objects between two looks for garbage: one page of rows makes as many as Python allows.
GARBAGE_THRESHOLD = 10_000


class DrainingServer(Server):
    """Answers everybody who has arrived before a SIGTERM, and then ends with exit code 0."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and look through what lives as long as the process for the last time."""
        await super().startup(sockets)
        gc.collect()
        gc.freeze()
        gc.set_threshold(GARBAGE_THRESHOLD)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Say not ready at once; uvicorn would raise a signal that it kept again at the end."""
        stop.requested = True
        super().handle_exit(sig, frame)
        self._captured_signals.clear()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take who waits in the accept queue, then close as uvicorn does."""
        await asyncio.sleep(LAST_CALL_SECONDS)
        queue = select.poll()
        for listener in sockets or []:
            queue.register(listener, select.POLLIN)
        for _ in range(MAX_QUEUE_SECONDS * 20):
            if not queue.poll(0):
                break
            await asyncio.sleep(0.05)
        await super().shutdown(sockets)


class DevelopmentServer(StatReload):
    """Serves anew at every change, until one Ctrl-C."""

    def signal_handler(self, sig: int, frame: FrameType | None) -> None:
        """End; `uv run` passes on the Ctrl-C that came already, and the flag to set has a lock."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        super().signal_handler(sig, frame)


# The supervisor of several workers has no option for it.
multiprocess.Server = DrainingServer  # type: ignore[attr-defined]
