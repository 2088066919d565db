"""Render tables."""

import shutil
import sys
from collections.abc import Sequence
from io import StringIO

from pystack_init.terminal.theme import is_plain, supports_unicode


def _literal(text: str) -> str:
    from rich.markup import escape  # noqa: PLC0415 - only to render a table

    return escape(text)


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Render a table as wide as the terminal."""
    from rich.box import SIMPLE_HEAD, Box  # noqa: PLC0415 - only to render a table
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    rendered = StringIO()
    simple = is_plain() or not supports_unicode()
    box = Box(str(SIMPLE_HEAD).replace("─", "-"), ascii=True) if simple else SIMPLE_HEAD
    table = Table(*head, box=box, pad_edge=False)
    for row in rows:
        table.add_row(*map(_literal, row))
    to_terminal = sys.stdout is not None and sys.stdout.isatty()
    width, height = shutil.get_terminal_size() if to_terminal else (120, 25)
    # Without a height, Rich assumes 80 columns for a dumb terminal.
    Console(file=rendered, width=width, height=height, force_terminal=to_terminal, highlight=False).print(
        table
    )
    # Rich pads each line to the full width, and adds an empty line above and below.
    return "\n".join(line.rstrip() for line in rendered.getvalue().splitlines()).strip("\n") + "\n"
