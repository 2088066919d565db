"""Record what the README shows: `uv run scripts/record.py` writes two pictures in `docs/`.

The commands run in a terminal, so the picture shows what a person sees; nobody retouched it. With `--check`
nothing is written: it all runs again, and where a picture says something else, the lines are shown.
"""

import os
import re
import sys
import tempfile
from collections.abc import Mapping
from difflib import unified_diff
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

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

# What differs from day to day and from machine to machine, and what stands for it.
PASSING = (
    (re.compile(r"^(?:pass|warn)  (?:docker|port) .*(?:\n {10,}.*)?\n", re.MULTILINE), ""),
    (re.compile(r"\d+(?:\.\d+)+(?: \(.*?\))?"), "0.0"),
)
COLUMN = 12.2  # how far apart Rich draws two letters
# Of the person's own settings, those that change what is said, or that nobody sits here.
PERSONAL = {"CI", "COLUMNS", "LINES", "NO_COLOR", "VIRTUAL_ENV"}


def main() -> int:
    """Take both pictures, or check that they still say what the command says."""
    pictures = {"session.svg": session(), "conversation.svg": conversation()}
    if "--check" in sys.argv:
        stale = [line for name, picture in pictures.items() for line in differences(DOCS / name, picture)]
        print("\n".join(stale))
        return int(bool(stale))
    for name, picture in pictures.items():
        (DOCS / name).write_text(picture, encoding="utf-8")
    return 0


def differences(file: Path, anew: str) -> list[str]:
    """List the lines that a picture does not share with one that was taken anew."""
    before, now = (words(picture).splitlines() for picture in (file.read_text(encoding="utf-8"), anew))
    return list(unified_diff(before, now, file.name, "taken anew", lineterm=""))


def words(picture: str) -> str:
    """Read what a picture says, without what is different every time."""
    lines: dict[float, str] = {}
    for text in ET.fromstring(picture).iter("{http://www.w3.org/2000/svg}text"):  # noqa: S314 - our own
        x, y = float(text.get("x", 0)), float(text.get("y", 0))
        lines[y] = lines.get(y, "").ljust(round(x / COLUMN)) + (text.text or "").replace("\xa0", " ")
    said = "".join(f"{lines[y].rstrip()}\n" for y in sorted(lines))
    for differs, same in PASSING:
        said = differs.sub(same, said)
    return said


def conversation() -> str:
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
    return drawing(console)


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
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    others = {key: value for key, value in os.environ.items() if key not in PERSONAL}
    return others | git | {"TERM": "xterm-256color", "PATH": path}


def session() -> str:
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
    return drawing(console)


def drawing(console: Console) -> str:
    """Draw what was recorded as a picture that loads nothing from elsewhere, fonts included."""
    form = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    # With a name of its own in every picture, each line would differ from the one before.
    return console.export_svg(title="pystack-init", code_format=form, unique_id="terminal")


if __name__ == "__main__":
    raise SystemExit(main())
