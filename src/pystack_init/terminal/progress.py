"""Show what a command does: a spinner in a terminal that can redraw a line, else a line per activity."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from threading import Event, Lock, Thread

from pystack_init.results.progress import NO_PROGRESS, Progress
from pystack_init.system.signals import at_stop
from pystack_init.terminal.console import hidden_keys, print_status
from pystack_init.terminal.theme import is_plain, supports_unicode

REDRAW_EVERY = 0.1  # seconds
_HIDE_CURSOR, _SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"
_CLEAR = "\r\x1b[K"


class Lines(Progress):
    """Write one line for each step and each activity in it."""

    def begin(self, step: str) -> None:
        """Write the step."""
        self._activity = ""
        print_status(step)

    def update(self, activity: str, count: str) -> None:  # noqa: ARG002 - the lines would be too many
        """Write a new activity."""
        if activity != self._activity:
            self._activity = activity
            print_status(f"  {activity}")

    def fail(self, output: str) -> None:
        """Write the output."""
        print_status(output)


class Spinner(Progress):
    """Redraw one line: the step, its activity, how far it is, and the seconds since the step began."""

    def __init__(self) -> None:
        self._step = self._activity = self._count = ""
        self._began = time.monotonic()
        self._lock = Lock()
        self._stopped = Event()
        self._frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏" if supports_unicode(sys.stderr) else "|/-\\"
        self._thread = Thread(target=self._spin, daemon=True)

    def begin(self, step: str) -> None:
        """Show another step, and count the seconds from 0."""
        with self._lock:
            self._step, self._activity, self._count = step, "", ""
            self._began = time.monotonic()
        if not self._thread.is_alive():
            _write(_HIDE_CURSOR)
            self._thread.start()

    def update(self, activity: str, count: str) -> None:
        """Show what the step does now; the next redraw does."""
        with self._lock:
            self._activity, self._count = activity, count

    def fail(self, output: str) -> None:
        """Write the output above the line."""
        with self._lock:
            _write(_CLEAR)
            print_status(output)

    def end(self) -> None:
        """Clear the line. In a signal handler, the thread may hold the lock."""
        self._stopped.set()
        held = self._lock.acquire(timeout=REDRAW_EVERY)
        with suppress(OSError):
            os.write(2, f"{_CLEAR}{_SHOW_CURSOR}".encode())
        if held:
            self._lock.release()

    def _spin(self) -> None:
        frame = 0
        while not self._stopped.is_set():
            with self._lock:
                if not self._stopped.is_set():
                    _write(f"\r{self._line(self._frames[frame % len(self._frames)])}\x1b[K")
            frame += 1
            self._stopped.wait(REDRAW_EVERY)

    def _line(self, frame: str) -> str:
        """Fit the line into the window; where it is narrow, the activity replaces the step."""
        activity = f"{self._activity}: {self._count}" if self._count else self._activity
        seconds = f"{time.monotonic() - self._began:.0f} s"
        room = _columns() - len(frame) - len(seconds) - 4
        text = f"{self._step}, {activity}" if activity else self._step
        if len(text) > room:
            text = activity or self._step
        if len(text) > room:
            text = f"{text[: max(room - 3, 0)]}..."
        return f"{frame} {text}  {seconds}"


@contextmanager
def open_progress(*, silent: bool) -> Iterator[Progress]:
    """Show progress on stderr while the block runs, and not the keys that the user types."""
    with hidden_keys(), nullcontext(NO_PROGRESS) if silent else _shown() as progress:
        yield progress


@contextmanager
def _shown() -> Iterator[Progress]:
    if not _can_redraw():
        yield Lines()
        return
    spinner = Spinner()
    with at_stop(spinner.end):
        try:
            yield spinner
        finally:
            spinner.end()


def _can_redraw() -> bool:
    lines_only = is_plain() or os.environ.get("NO_COLOR") or os.environ.get("CI")
    return sys.stderr is not None and sys.stderr.isatty() and not lines_only


def _columns() -> int:
    try:
        return os.get_terminal_size(2).columns or 80
    except OSError:
        return 80


def _write(text: str) -> None:
    with suppress(OSError, ValueError):
        sys.stderr.write(text)
        sys.stderr.flush()
