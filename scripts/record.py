"""Record the session that the README shows: `uv run scripts/record.py` writes `docs/session.svg`.

The commands run in a terminal, so the picture shows what a person sees; nobody retouched it.
"""

import os
import re
import tempfile
from io import StringIO
from pathlib import Path

import pexpect
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.text import Text

PICTURE = Path(__file__).parents[1] / "docs" / "session.svg"
COLUMNS = 100
# Each with the folder it is typed in.
SESSION = (
    (".", "pystack-init new shop --defaults"),
    ("shop", "uv run just setup"),
    ("shop", "pystack-init doctor"),
)


def main() -> None:
    """Type the commands one after another, and draw what they said."""
    console = Console(record=True, width=COLUMNS, file=StringIO())
    with tempfile.TemporaryDirectory() as home:
        git = {"GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@example.com", "PYSTACK_AUTHOR": "Ada"}
        git |= {
            key.replace("AUTHOR", "COMMITTER"): value for key, value in git.items() if key.startswith("GIT_")
        }
        environment = {key: value for key, value in os.environ.items() if key != "VIRTUAL_ENV"} | git
        for folder, command in SESSION:
            terminal = pexpect.spawn(
                "/bin/sh",
                ["-c", command],
                cwd=str(Path(home, folder)),
                env=environment,
                dimensions=(50, COLUMNS),
                encoding="utf-8",
                timeout=300,
            )
            said = terminal.read().replace("\r\n", "\n")
            prompt = f"{folder} $ " if folder != "." else "$ "
            console.print(Text.assemble((prompt, "bold green"), (command, "bold")))
            console.print(Text.from_ansi(said))
    # A picture in a repository loads nothing from elsewhere, fonts included.
    drawing = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    PICTURE.write_text(console.export_svg(title="pystack-init", code_format=drawing), encoding="utf-8")


if __name__ == "__main__":
    main()
