"""Write and read a project's `.env`: its example file with a random value for every secret."""

import os
import re
import secrets
from pathlib import Path

from pystack_init.system.changeset import move

EXAMPLE = ".env.example"
_LINE = re.compile(r"^([A-Z][A-Z0-9_]*)=(.*)$", re.MULTILINE)
# What a project accepts in its `.env`: `export`, spaces, quotes, a comment after a space, names in any case.
_ASSIGNMENT = re.compile(
    r"""^[ \t]*(?:export[ \t]+)?(\w+)[ \t]*=[ \t]*(?:'([^']*)'|"([^"]*)"|(.*?))(?:[ \t]+\#.*)?[ \t]*$""",
    re.MULTILINE,
)


def write_dotenv(project: Path) -> None:
    """Write `.env` with mode 0600."""
    example = (project / EXAMPLE).read_text(encoding="utf-8")
    filled = _LINE.sub(lambda line: line[0] if line[2] else line[0] + secrets.token_urlsafe(48), example)
    opened = os.open(project / ".env", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as stream:
        stream.write(filled)


def complete_dotenv(project: Path, folder: Path) -> None:
    """Add the secrets that `.env` lacks; those that it has stay, also on a full disk. `folder` is private."""
    file = (project / ".env").resolve()
    if not file.is_file():
        return
    known = read_env(file)
    missing = [name for name in secrets_of(project) if name not in known]
    if missing:
        text = file.read_text(encoding="utf-8")
        lines = [f"{name}={secrets.token_urlsafe(48)}\n" for name in missing]
        whole = text + ("" if text.endswith("\n") else "\n") + "".join(lines)
        unfinished = folder / "dotenv"
        unfinished.touch(mode=0o600)
        unfinished.write_text(whole, encoding="utf-8")
        unfinished.chmod(file.stat().st_mode & 0o7777)
        move(unfinished, file)


def read_env(file: Path) -> dict[str, str]:
    """Read the variables of an env file; an unreadable file has none."""
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    return {name.upper(): "".join(values) for name, *values in _ASSIGNMENT.findall(text)}


def secrets_of(project: Path) -> list[str]:
    """List the secrets of a project: the variables that its example file leaves empty."""
    return [name for name, value in read_env(project / EXAMPLE).items() if not value]
