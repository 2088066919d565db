"""Structured logs: JSON lines in production, coloured text in development."""

import atexit
import contextlib
import logging
import os
import sys
import threading
import time
from collections import deque
from functools import cache

import structlog
from structlog.types import Processor

from backend.settings import Settings

MAX_LINES = 10_000
# Seconds between writes, each of which costs more than a line. A killed process loses as much.
PAUSE = 0.01
STDERR = 2


class LineWriter(logging.Handler):
    """Write log lines in a thread, so that a reader that stops reading does not stop the service.

    While `MAX_LINES` wait to be written, new lines are dropped.
    """

    def __init__(self) -> None:
        super().__init__()
        self._process = 0
        # Not `sys.stderr`: its lock, held by a blocked write, aborts the end of Python.
        self._stderr = os.dup(STDERR)
        atexit.register(self._finish)

    def emit(self, record: logging.LogRecord) -> None:
        """Put the line into the queue of this process."""
        if self._process != os.getpid():  # a fork has no threads
            self._process, self._lines, self._arrived = os.getpid(), deque[str](), threading.Event()
            threading.Thread(target=self._write, name="logs", daemon=True).start()
        try:
            if len(self._lines) < MAX_LINES:
                self._lines.append(self.format(record) + "\n")
        except Exception:  # noqa: BLE001 - as in every handler of the standard library
            self.handleError(record)
        if not self._arrived.is_set():
            self._arrived.set()

    def _write(self) -> None:
        while self._arrived.wait():
            time.sleep(PAUSE)
            self._arrived.clear()
            lines = self._lines.copy()
            data = "".join(lines).encode("utf-8", "backslashreplace")
            with contextlib.suppress(OSError):  # the reader is gone
                while data:
                    data = data[os.write(self._stderr, data) :]
            for _ in lines:
                self._lines.popleft()  # not before: a line that is being written counts as waiting

    def _finish(self) -> None:
        """Wait for the last lines at the end, but not for a reader that has stopped."""
        for _ in range(100):
            if self._process != os.getpid() or not self._lines:
                return
            time.sleep(0.01)


@cache
def line_writer() -> LineWriter:
    """Return the handler of this process."""
    return LineWriter()


def configure_logs(settings: Settings) -> None:
    """Send the log records of the project and of every library through one formatter."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    in_json = structlog.processors.JSONRenderer()
    rendering: list[Processor] = [structlog.processors.format_exc_info, in_json]
    if settings.environment == "development":
        # Plain tracebacks: rich ones print the locals of each frame, with passwords and tokens.
        plain = structlog.dev.plain_traceback
        colors = sys.stderr.isatty()
        rendering = [structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=plain)]
    formatter = structlog.stdlib.ProcessorFormatter
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, formatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = line_writer()
    processors = [formatter.remove_processors_meta, *rendering]
    handler.setFormatter(formatter(foreign_pre_chain=shared, processors=processors))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level)
