"""The server of one process: garbage collector tuning at start, graceful shutdown at stop."""

import asyncio
import gc
import select
import signal
import socket
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from uvicorn import Config, Server
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import multiprocess
from uvicorn.supervisors.statreload import StatReload

DRAIN_SECONDS = 0.5
MAX_QUEUE_SECONDS = 5
# Allocations between two garbage collections: one page of rows reaches Python's default.
GARBAGE_THRESHOLD = 10_000


class DrainingServer(Server):
    """Complete every request that arrived before a signal to stop, then exit with code 0."""

    # For the readiness probe. No lock: a second signal while the first is handled would deadlock.
    is_stopping = False

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve; after a failed start, exit with the code that makes a supervisor stop."""
        try:
            super().run(sockets)
        except Exception:
            if self.started:
                raise
            traceback.print_exc()
        if not self.started and not self.is_stopping:
            sys.exit(STARTUP_FAILURE)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Handle more signals than uvicorn: by default each would end the process at once."""
        with super().capture_signals():
            if threading.current_thread() is threading.main_thread():
                for stopping in (signal.SIGHUP, signal.SIGQUIT):
                    signal.signal(stopping, self.handle_exit)
                for meaningless in (signal.SIGUSR1, signal.SIGUSR2):
                    signal.signal(meaningless, signal.SIG_IGN)
            yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then exclude objects that live as long as the process from collection."""
        await super().startup(sockets)
        gc.collect()
        gc.freeze()
        gc.set_threshold(GARBAGE_THRESHOLD)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Report not ready at once; clear the signals, which uvicorn would raise again at exit."""
        DrainingServer.is_stopping = True
        super().handle_exit(sig, frame)
        self._captured_signals.clear()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept the connections in the listen queue, up to 5 s, then shut down uvicorn."""
        await asyncio.sleep(DRAIN_SECONDS)
        queue = select.poll()
        for listener in sockets or []:
            queue.register(listener, select.POLLIN)
        for _ in range(MAX_QUEUE_SECONDS * 20):
            if not queue.poll(0):
                break
            await asyncio.sleep(0.05)
        await super().shutdown(sockets)


class DevelopmentServer(StatReload):
    """Restart the server on every change, until the first Ctrl-C."""

    def signal_handler(self, sig: int, frame: FrameType | None) -> None:
        """Stop; ignore the Ctrl-C that `uv run` forwards: a second `Event.set` would deadlock."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        super().signal_handler(sig, frame)


class Worker(multiprocess.Process):
    """A worker process whose end is noticed at once, and not when its health check times out."""

    def start(self) -> None:
        """Start, then close the worker's end of the pipe in this process: it would stay open."""
        super().start()
        self.child_conn.close()


def serve_with_workers(config: Config, listener: socket.socket) -> None:
    """Serve in several processes; end with their code if one fails to start."""
    supervisor = multiprocess.Multiprocess(config, sockets=[listener])
    supervisor.run()
    if any(process.exitcode == STARTUP_FAILURE for process in supervisor.processes):
        sys.exit(STARTUP_FAILURE)


# The supervisor has no options for these classes.
multiprocess.Server = DrainingServer  # type: ignore[attr-defined]
multiprocess.Process = Worker  # type: ignore[misc]
