"""What text looks like: bold and dim where the terminal can, plain everywhere else, never colour alone."""

import os
import sys


def bold(text: str) -> str:
    """Let a heading stand out."""
    return _styled("1", text)


def dim(text: str) -> str:
    """Let what is less important step back."""
    return _styled("2", text)


def speaks_unicode() -> bool:
    """Tell whether more than ASCII can be drawn."""
    encoding = (sys.stdout and sys.stdout.encoding) or "ascii"
    return encoding.lower().replace("-", "").startswith("utf")


def _styled(code: str, text: str) -> str:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM", "dumb") == "dumb"
    return text if plain or sys.stdout is None or not sys.stdout.isatty() else f"\x1b[{code}m{text}\x1b[0m"
