"""Create `.env` for development: a copy of `.env.example` with generated secrets."""

import os
import secrets
from pathlib import Path

from backend.settings import ROOT


def write_env_file(folder: Path) -> None:
    """Write the file unless it exists: a secret is never replaced."""
    lines = (folder / ".env.example").read_text(encoding="utf-8").splitlines()
    filled = [line + secrets.token_urlsafe(48) if _is_secret(line) else line for line in lines]
    try:
        descriptor = os.open(folder / ".env", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("\n".join(filled) + "\n")


def _is_secret(line: str) -> bool:
    """Return whether the line sets a variable to an empty value."""
    return line.endswith("=") and not line.startswith("#")


if __name__ == "__main__":
    write_env_file(ROOT)
