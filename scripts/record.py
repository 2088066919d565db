"""Record the pictures of sessions: `uv run scripts/record.py` writes them to `docs/`.

The commands run in a real terminal, and the pictures show its screen unchanged. With `--check` the commands
run again but nothing is written; if the text of a picture differs, the lines are printed.
"""

import os
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pexpect
import pyte
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

from pystack_init.questions.stacks import STACK_BY_ID
from write_or_check import diff, write_or_check

DOCS = Path(__file__).parents[1] / "docs"
COLUMNS = 100
# Each command, with the folder it runs in.
SESSION = (
    (".", "pystack-init new shop --defaults"),
    ("shop", "uv run just setup"),
    ("shop", "pystack-init doctor"),
)

FIELDS = (
    "number:string:20:unique:search total:money:filter:sort status:enum:new,paid:default=new:filter "
    "product:ref:catalog.Product"
)
# From an empty folder to a new resource, timed.
RESOURCE = (
    (".", "pystack-init new shop --stack STACK --defaults --quiet"),
    (
        "shop",
        f"pystack-init generate resource order {FIELDS}",
    ),
    ("shop", "uv run just migrate"),
    ("shop", "uv run just test -q tests/orders 2>&1 | grep passed"),
)

# The text to wait for, and the keys to send then; the picture shows the screen after the last.
CONVERSATION = (("I know the stack", "\r"), ("package my-service", "\r"), ("Preview the files", ""))

# Text that differs by day and by machine, and its replacement in a comparison.
VARYING = (
    (re.compile(r"^(?:pass|warn)  (?:docker|port) .*(?:\n {10,}.*)?\n", re.MULTILINE), ""),
    (re.compile(r"\d+(?:\.\d+)+(?: \(.*?\))?"), "0.0"),
)
COLUMN = 12.2  # the width of a character in Rich's pictures
# Environment variables that change the output, or turn the prompts off.
OUTPUT_VARIABLES = {"CI", "COLUMNS", "LINES", "NO_COLOR", "VIRTUAL_ENV"}


def main() -> int:
    """Record the pictures, or check that their text is up to date."""
    pictures = {"session.svg": session(SESSION), "conversation.svg": conversation()}
    for stack in STACK_BY_ID:
        commands = [(folder, command.replace("STACK", stack)) for folder, command in RESOURCE]
        pictures[f"generate-{stack}.svg"] = session(commands, timed=True)
    return max([write_or_check(DOCS / name, new, differences=differences) for name, new in pictures.items()])


def differences(old: str, new: str) -> Sequence[str]:
    """Compare the text of two pictures."""
    return diff(text_of(old), text_of(new))


def text_of(picture: str) -> str:
    """Return the text of a picture, without the parts that differ in every run."""
    lines: dict[float, str] = {}
    for text in ET.fromstring(picture).iter("{http://www.w3.org/2000/svg}text"):  # noqa: S314 - our own file
        x, y = float(text.get("x", 0)), float(text.get("y", 0))
        lines[y] = lines.get(y, "").ljust(round(x / COLUMN)) + (text.text or "").replace("\xa0", " ")
    output = "".join(f"{lines[y].rstrip()}\n" for y in sorted(lines))
    for differs, same in VARYING:
        output = differs.sub(same, output)
    return output


def conversation() -> str:
    """Run `new` up to its summary in a terminal that shows it whole, and return the screen as SVG."""
    screen = pyte.Screen(80, 75)
    stream = pyte.Stream(screen)
    with tempfile.TemporaryDirectory() as home:
        terminal = pexpect.spawn(
            "pystack-init", ["new"], cwd=home, env=environment(), dimensions=(75, 80), encoding="utf-8"
        )
        # A terminal responds to a query for its cursor position.
        screen.write_process_input = terminal.send  # type: ignore[method-assign, assignment]
        for awaited, keys in CONVERSATION:
            while awaited not in "\n".join(screen.display):
                stream.feed(terminal.read_nonblocking(65_536, timeout=60))
            terminal.send(keys)
        terminal.close(force=True)
    console = Console(record=True, width=80, file=StringIO())
    console.print(Text.assemble(("$ ", "bold green"), ("pystack-init new", "bold")))
    for number in range(len("\n".join(screen.display).rstrip().split("\n"))):
        console.print(coloured(screen.buffer[number]))
    return as_svg(console)


def coloured(line: Mapping[int, pyte.screens.Char]) -> Text:
    """Convert one line of a screen to text with colours."""
    text = Text()
    for column in range(80):
        char = line[column]
        colour = "" if char.fg == "default" else f" {char.fg}"
        text.append(char.data, f"{'bold' if char.bold else ''}{colour}".strip())
    text.rstrip()
    return text


def environment() -> dict[str, str]:
    """Return an environment with a fixed author."""
    git = {"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com", "PYSTACK_AUTHOR": "Ada"}
    git |= {key.replace("AUTHOR", "COMMITTER"): value for key, value in git.items() if key.startswith("GIT_")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    others = {key: value for key, value in os.environ.items() if key not in OUTPUT_VARIABLES}
    return others | git | {"TERM": "xterm-256color", "PATH": path}


def session(commands: Iterable[tuple[str, str]], *, timed: bool = False) -> str:
    """Run commands one after another, and return their output as SVG, with the seconds if it is timed."""
    console = Console(record=True, width=COLUMNS, file=StringIO())
    with tempfile.TemporaryDirectory() as home:
        for folder, command in commands:
            started = time.perf_counter()
            terminal = pexpect.spawn(
                "/bin/sh",
                ["-c", command],
                cwd=str(Path(home, folder)),
                env=environment(),
                dimensions=(50, COLUMNS),
                encoding="utf-8",
                timeout=300,
            )
            output = terminal.read().replace("\r\n", "\n")
            prompt = f"{folder} $ " if folder != "." else "$ "
            console.print(Text.assemble((prompt, "bold green"), (command, "bold")))
            console.print(Text.from_ansi(output.rstrip("\n") if timed else output))
            if timed:
                console.print(Text(f"took {time.perf_counter() - started:.1f} s\n", "bold yellow"))
    return as_svg(console)


def as_svg(console: Console) -> str:
    """Export the console as an SVG that loads no external file, not even a font."""
    form = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    # With Rich's own unique id, every line would differ after each run.
    return console.export_svg(title="pystack-init", code_format=form, unique_id="terminal")


if __name__ == "__main__":
    raise SystemExit(main())
