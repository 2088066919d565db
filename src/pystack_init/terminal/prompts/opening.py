"""Open the prompts that this terminal supports, and restore the terminal after an interruption."""

import os
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from pystack_init.system.signals import at_stop
from pystack_init.terminal.console import print_status
from pystack_init.terminal.prompts.full import FullPrompts
from pystack_init.terminal.prompts.plain import BACK, PlainPrompts
from pystack_init.terminal.prompts.protocol import Prompts
from pystack_init.terminal.theme import is_plain
from pystack_init.terminal.views.review import preflight


@contextmanager
def open_prompts(*, tools: bool = True) -> Iterator[Prompts]:
    """Print the tools of this machine, if wanted, and the keys; open the prompts."""
    plain = is_plain()
    keys = f"Enter accepts, {BACK if plain else 'Ctrl-B'} goes back, Ctrl-C cancels\n"
    print_status(f"{preflight()}\n{keys}" if tools else keys)
    prompts = PlainPrompts() if plain else FullPrompts()
    with _quiet_terminal(moving=not plain):
        yield prompts


@contextmanager
def _quiet_terminal(*, moving: bool) -> Iterator[None]:
    """Disable flow control, so that Ctrl-S does not freeze the output; restore it, also after a signal.

    Where the cursor can be moved, also disable the echo of keys that are typed between two prompts.
    """
    try:
        settings = termios.tcgetattr(sys.stdin)
    except (termios.error, ValueError, OSError):
        yield
        return

    def restore() -> None:
        with suppress(termios.error, OSError):
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, settings)

    def restore_all() -> None:
        restore()
        if moving:
            os.write(1, b"\x1b[?2004l\x1b[?25h")  # bracketed paste off, cursor visible

    with at_stop(restore_all):
        with suppress(termios.error, OSError):
            quiet = list(settings)
            quiet[0] &= ~termios.IXON
            quiet[3] &= ~termios.ECHO if moving else ~0
            termios.tcsetattr(sys.stdin, termios.TCSANOW, quiet)
        try:
            yield
        finally:
            restore()
