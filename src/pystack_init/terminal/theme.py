"""Text styles: bold, dim and colours where the terminal supports them, plain text elsewhere."""

import os
import sys
from typing import TextIO


def bold(text: str) -> str:
    """Style a heading."""
    return _styled("1", text)


def dim(text: str) -> str:
    """Style secondary text."""
    return _styled("2", text)


def coloured(colour: str, text: str) -> str:
    """Colour a word that has the same meaning without colour."""
    codes = {"red": "31", "green": "32", "yellow": "33", "magenta": "35", "cyan": "36"}
    return _styled(codes[colour], text)


def is_plain() -> bool:
    """Return whether the terminal only supports lines of text: no boxes, colours or cursor movement.

    An unset TERM (`env -i`, a bare console) counts as such a terminal.
    """
    return os.environ.get("TERM", "") in {"", "dumb", "unknown"}


def use_plain_text() -> None:
    """Use lines of text only, also in child processes."""
    os.environ["TERM"] = "dumb"
    os.environ["NO_COLOR"] = "1"


def supports_unicode(stream: TextIO | None = None) -> bool:
    """Return whether stdout, or another stream, can encode more than ASCII."""
    stream = stream or sys.stdout
    encoding = (stream and stream.encoding) or "ascii"
    return encoding.lower().replace("-", "").startswith("utf")


def _styled(code: str, text: str) -> str:
    plain = os.environ.get("NO_COLOR") or is_plain()
    return text if plain or sys.stdout is None or not sys.stdout.isatty() else f"\x1b[{code}m{text}\x1b[0m"
