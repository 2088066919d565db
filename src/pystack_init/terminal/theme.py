"""What text looks like: bold and dim where the terminal can, plain everywhere else, never colour alone."""

import os
import sys


def bold(text: str) -> str:
    """Let a heading stand out."""
    return _styled("1", text)


def dim(text: str) -> str:
    """Let what is less important step back."""
    return _styled("2", text)


def coloured(colour: str, text: str) -> str:
    """Let a word that says it all the same be seen from afar."""
    return _styled({"red": "31", "green": "32", "yellow": "33"}[colour], text)


def is_plain() -> bool:
    """Tell whether there are only lines of text: no boxes, no colours, no cursor that moves.

    A terminal that does not say what it is (`env -i`, a bare console) may be one that cannot do more.
    """
    return os.environ.get("TERM", "") in {"", "dumb", "unknown"}


def be_plain() -> None:
    """Use lines of text only, in the programs that are started too."""
    os.environ["TERM"] = "dumb"
    os.environ["NO_COLOR"] = "1"


def speaks_unicode() -> bool:
    """Tell whether more than ASCII can be drawn."""
    encoding = (sys.stdout and sys.stdout.encoding) or "ascii"
    return encoding.lower().replace("-", "").startswith("utf")


def _styled(code: str, text: str) -> str:
    plain = os.environ.get("NO_COLOR") or is_plain()
    return text if plain or sys.stdout is None or not sys.stdout.isatty() else f"\x1b[{code}m{text}\x1b[0m"
