"""Open the prompts that this terminal supports, and restore the terminal after an interruption."""

import os
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress

from pystack_init.system.signals import at_stop
from pystack_init.terminal.console import hidden_keys, print_status
from pystack_init.terminal.prompts.full import FullPrompts
from pystack_init.terminal.prompts.plain import BACK, PlainPrompts
from pystack_init.terminal.prompts.protocol import Prompts
from pystack_init.terminal.theme import is_plain
from pystack_init.terminal.views.review import preflight


@contextmanager
def open_prompts() -> Iterator[Prompts]:
    """Print the tools of this machine and the keys, and open the prompts."""
    plain = is_plain()
    keys = f"{BACK} goes back" if plain else "Ctrl-B goes back"
    print_status(f"{preflight()}\nEnter accepts, {keys}, Ctrl-C cancels\n")
    prompts = PlainPrompts() if plain else FullPrompts()
    with nullcontext() if plain else hidden_keys(), at_stop(_restoring_the_terminal(moving=not plain)):
        yield prompts


def _restoring_the_terminal(*, moving: bool) -> Callable[[], None]:
    """Save the terminal settings: a prompt disables echo, and a signal may end it."""
    try:
        settings = termios.tcgetattr(sys.stdin)
    except (termios.error, ValueError, OSError):
        return lambda: None

    def restore() -> None:
        with suppress(termios.error, OSError):
            termios.tcsetattr(sys.stdin, termios.TCSADRAIN, settings)
            if moving:
                os.write(1, b"\x1b[?2004l\x1b[?25h")  # bracketed paste off, cursor visible

    return restore
