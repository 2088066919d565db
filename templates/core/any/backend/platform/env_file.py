"""`.env`: read without expansion, and created for development."""

import os
import secrets
from pathlib import Path
from typing import Any, ClassVar

from dotenv.parser import parse_stream
from pydantic import model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class EnvSettings(BaseSettings):
    """Settings from environment variables, else from `file`; an empty value counts as missing."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", hide_input_in_errors=True
    )
    file: ClassVar[Path | None] = None

    @model_validator(mode="before")
    @classmethod
    def read_file(cls, given: dict[str, Any]) -> dict[str, Any]:
        """Add the values of the file; the reader of Pydantic would expand `${…}` in them."""
        values = _read(cls.file) if cls.file and cls.file.is_file() else {}
        in_environment = {name.lower() for name, value in os.environ.items() if value}
        return {name: values[name] for name in values.keys() - in_environment} | given


def _read(file: Path) -> dict[str, str]:
    """Read a file, in which `$`, also in `${…}`, and `#` after a character are literal.

    Exit with the number of the line that cannot be read.
    """
    with file.open(encoding="utf-8") as stream:
        bindings = list(parse_stream(stream))
    for each in bindings:
        if each.error:
            raise SystemExit(f"error: {file.name}, line {each.original.line}: cannot be read")
    return {each.key.lower(): each.value for each in bindings if each.key and each.value}


def write_env_file(folder: Path) -> None:
    """Copy `.env.example` with generated secrets, unless `.env` exists: no secret is replaced."""
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
    write_env_file(Path(__file__).parents[2])
