"""Write to stdout and stderr: whole, flushed, and in any encoding."""

import os
import sys
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
