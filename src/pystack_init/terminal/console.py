"""Write to stdout and stderr: whole, flushed, and in any encoding."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from shutil import get_terminal_size
from typing import TextIO

from pystack_init.errors import OutputLost


def write_stdout(text: str) -> None:
    """Write `text` to stdout, whole."""
    if sys.stdout is None:
        raise OutputLost(ValueError())
    try:
        _put(sys.stdout, text)
    except (OSError, ValueError) as error:
        # The interpreter would write the buffer again at exit, and print a traceback.
        _silence(sys.stdout)
        raise OutputLost(error) from None


def print_status(text: str) -> None:
    """Write a line to stderr; a closed stderr is ignored."""
    if sys.stderr is None:
        return
    try:
        _put(sys.stderr, text + "\n")
    except (OSError, ValueError):
        _silence(sys.stderr)


def is_interactive() -> bool:
    """Return whether the user can be asked: both streams are terminals, and `CI` is not set."""
    streams = (sys.stdin, sys.stdout)
    return not os.environ.get("CI") and all(stream is not None and stream.isatty() for stream in streams)


def width() -> int:
    """Return the number of columns; 80 where stdout is not a terminal."""
    return get_terminal_size().columns if sys.stdout is not None and sys.stdout.isatty() else 80


def height() -> int | None:
    """Return the number of rows; None where stdout is not a terminal."""
    return get_terminal_size().lines if sys.stdout is not None and sys.stdout.isatty() else None


@contextmanager
def hidden_keys() -> Iterator[None]:
    """Do not show the keys that the user types while the block runs; they stay typed for the next program.

    Does nothing without a terminal, or in the background, where changing a terminal stops the process.
    """
    import termios  # noqa: PLC0415 - not for `--help`

    from pystack_init.system.signals import at_stop  # noqa: PLC0415

    def set_echo(*, on: bool) -> bool:
        """Change the terminal, and return whether it showed the keys before."""
        with suppress(termios.error, OSError, ValueError, AttributeError):
            if os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp():
                settings = termios.tcgetattr(sys.stdin)
                before = bool(settings[3] & termios.ECHO)
                settings[3] = settings[3] | termios.ECHO if on else settings[3] & ~termios.ECHO
                termios.tcsetattr(sys.stdin, termios.TCSANOW, settings)
                return before
        return False

    def restore() -> None:
        if was_on:
            set_echo(on=True)

    was_on = set_echo(on=False)
    with at_stop(restore):
        try:
            yield
        finally:
            restore()


def _put(stream: TextIO, text: str) -> None:
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()


def _silence(stream: TextIO) -> None:
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return
