"""Write the `.env` of a new project: its example file, with a random value for every secret."""

import os
import re
import secrets
from pathlib import Path

EXAMPLE = ".env.example"
_EMPTY = re.compile(r"^([A-Z][A-Z0-9_]*)=$", re.MULTILINE)


def write_dotenv(project: Path) -> None:
    """Write `.env` for the owner's eyes only. A line of the example with an empty value is a secret."""
    example = (project / EXAMPLE).read_text(encoding="utf-8")
    filled = _EMPTY.sub(lambda line: f"{line[1]}={secrets.token_urlsafe(48)}", example)
    opened = os.open(project / ".env", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as stream:
        stream.write(filled)
