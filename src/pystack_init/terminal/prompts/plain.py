"""Ask in plain lines of text: for a screen reader or a dumb terminal."""

import signal
from textwrap import fill

from pystack_init.terminal.console import width, write_stdout
from pystack_init.terminal.prompts.protocol import Choices, GoBack, Heading, Item, Validator

BACK = "<"


class PlainPrompts:
    """Numbered lists: the user types a number, a value, `<` for back, or nothing for the suggestion."""

    def choose(self, heading: Heading, choices: Choices, default: str) -> str:
        """Let the user pick one of the choices."""
        values = [one.value for one in choices]
        suggested = values.index(default) + 1
        lines = [_numbered(number, one) for number, one in enumerate(choices, 1)]
        write_stdout("\n".join(["", *_head(heading), *lines]) + "\n")
        while True:
            typed = _read(f"Number, Enter for {suggested}, {BACK} to go back: ") or str(suggested)
            if typed in values:
                return typed
            if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(values):
                return values[int(typed) - 1]
            write_stdout(f"Invalid choice `{typed}`; type a number from 1 to {len(values)}\n")

    def type(self, heading: Heading, default: str, validate: Validator, *, typed: str = "") -> str:
        """Let the user type a line."""
        default = typed or default
        write_stdout("\n".join(["", *_head(heading)]) + "\n")
        while True:
            line = _read(f"Text, Enter for {default}, {BACK} to go back: ") or default
            accepted, on_request = validate(line)
            write_stdout(f"{_wrapped(on_request)}\n" if on_request else "")
            if accepted:
                return line


def _head(heading: Heading) -> list[str]:
    return [_wrapped(one) for one in (heading.position, heading.question, heading.about) if one]


def _numbered(number: int, item: Item) -> str:
    note = f" ({item.note})" if item.note else ""
    hint = f": {item.hint}" if item.hint else ""
    text = f"{number}. {item.label}{note}{hint}"
    return fill(text, width(), initial_indent="  ", subsequent_indent="     ")


def _wrapped(text: str) -> str:
    return fill(text, width())


def _read(prompt: str) -> str:
    write_stdout(prompt)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        # Without flow control, Ctrl-S and Ctrl-Q are characters of the line.
        typed = "".join(letter for letter in input() if letter.isprintable()).strip()
    except (KeyboardInterrupt, EOFError):
        write_stdout("\n")
        raise
    finally:
        signal.signal(signal.SIGINT, before)
    if typed == BACK:
        raise GoBack
    return typed
