"""Write to stdout and stderr so that nothing is lost and nothing is half said."""

import os
import sys
from shutil import get_terminal_size
from typing import TextIO

from pystack_init.errors import OutputLost, PystackError


def write_stdout(text: str) -> None:
    """Write `text` to stdout, whole."""
    if sys.stdout is None:
        raise OutputLost(ValueError())
    try:
        _put(sys.stdout, text)
    except (OSError, ValueError) as error:
        # What is still in the buffer would be tried again, and fail aloud, when the interpreter ends.
        _silence(sys.stdout)
        raise OutputLost(error) from None


def print_status(text: str) -> None:
    """Tell the person something on stderr; where nobody can hear it, it is not worth failing for."""
    if sys.stderr is None:
        return
    try:
        _put(sys.stderr, text + "\n")
    except (OSError, ValueError):
        _silence(sys.stderr)


def print_error(error: PystackError) -> None:
    """Draw an error: what happened, then the way out."""
    print_status(f"error: {error.message}" + (f"\n\nhint: {error.hint}" if error.hint else ""))


def is_interactive() -> bool:
    """Tell whether somebody sits in front of it who can be asked."""
    streams = (sys.stdin, sys.stdout)
    return not os.environ.get("CI") and all(stream is not None and stream.isatty() for stream in streams)


def width() -> int:
    """Tell how many columns there are; a file gets a line that is good to read."""
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
