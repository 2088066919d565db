"""Record what the README shows: `uv run scripts/record.py` writes two pictures in `docs/`.

The commands run in a terminal, so the picture shows what a person sees; nobody retouched it.
"""

import os
import re
import tempfile
from collections.abc import Mapping
from io import StringIO
from pathlib import Path

import pexpect
import pyte
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

DOCS = Path(__file__).parents[1] / "docs"
COLUMNS = 100
# Each with the folder it is typed in.
SESSION = (
    (".", "pystack-init new shop --defaults"),
    ("shop", "uv run just setup"),
    ("shop", "pystack-init doctor"),
)


# What is waited for, and what is pressed then; the picture is taken at the last.
CONVERSATION = (("I know the stack", "\r"), ("package my-service", "\r"), ("Show its files", ""))


def main() -> None:
    """Take both pictures."""
    record_session()
    record_conversation()


def record_conversation() -> None:
    """Talk to `new` up to its review, in a terminal tall enough for all of it, and draw its screen."""
    screen = pyte.Screen(80, 75)
    stream = pyte.Stream(screen)
    with tempfile.TemporaryDirectory() as home:
        terminal = pexpect.spawn(
            "pystack-init", ["new"], cwd=home, env=environment(), dimensions=(75, 80), encoding="utf-8"
        )
        # A terminal answers when it is asked where its cursor is.
        screen.write_process_input = terminal.send  # type: ignore[method-assign, assignment]
        for awaited, keys in CONVERSATION:
            while awaited not in "\n".join(screen.display):
                stream.feed(terminal.read_nonblocking(65_536, timeout=60))
            terminal.send(keys)
        terminal.close(force=True)
    console = Console(record=True, width=80, file=StringIO())
    console.print(Text.assemble(("$ ", "bold green"), ("pystack-init new", "bold")))
    for number in range(len("\n".join(screen.display).rstrip().split("\n"))):
        console.print(drawn(screen.buffer[number]))
    save(console, "conversation.svg")


def drawn(line: Mapping[int, pyte.screens.Char]) -> Text:
    """Give one line of a screen its colours back."""
    text = Text()
    for column in range(80):
        char = line[column]
        colour = "" if char.fg == "default" else f" {char.fg}"
        text.append(char.data, f"{'bold' if char.bold else ''}{colour}".strip())
    text.rstrip()
    return text


def environment() -> dict[str, str]:
    """Give everything that is recorded the same author."""
    git = {"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com", "PYSTACK_AUTHOR": "Ada"}
    git |= {key.replace("AUTHOR", "COMMITTER"): value for key, value in git.items() if key.startswith("GIT_")}
    return (
        {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"}
        | git
        | {"TERM": "xterm-256color"}
    )


def record_session() -> None:
    """Type the commands one after another, and draw what they said."""
    console = Console(record=True, width=COLUMNS, file=StringIO())
    with tempfile.TemporaryDirectory() as home:
        for folder, command in SESSION:
            terminal = pexpect.spawn(
                "/bin/sh",
                ["-c", command],
                cwd=str(Path(home, folder)),
                env=environment(),
                dimensions=(50, COLUMNS),
                encoding="utf-8",
                timeout=300,
            )
            said = terminal.read().replace("\r\n", "\n")
            prompt = f"{folder} $ " if folder != "." else "$ "
            console.print(Text.assemble((prompt, "bold green"), (command, "bold")))
            console.print(Text.from_ansi(said))
    save(console, "session.svg")


def save(console: Console, name: str) -> None:
    """Write a picture that loads nothing from elsewhere, fonts included."""
    drawing = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    picture = console.export_svg(title="pystack-init", code_format=drawing)
    (DOCS / name).write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
