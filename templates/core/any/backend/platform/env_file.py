"""`.env`: read without expansion, and created for development."""

import os
import secrets
from pathlib import Path

from dotenv.parser import parse_stream
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource


class EnvSettings(BaseSettings):
    """Settings from environment variables, else from the file that `env_file` names."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - expands `${…}`
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Return where a value is looked up, the first place first."""
        values = _read(settings_cls.model_config.get("env_file"))
        known = {name: values[name] for name in settings_cls.model_fields if values.get(name)}
        return init_settings, env_settings, InitSettingsSource(settings_cls, known)


def _read(file: object) -> dict[str, str | None]:
    """Read a file, if there is one: `$`, also in `${…}`, and `#` after a character are literal.

    Exit with the number of the line that cannot be read.
    """
    if not isinstance(file, Path) or not file.is_file():
        return {}
    with file.open(encoding="utf-8") as stream:
        bindings = list(parse_stream(stream))
    for each in bindings:
        if each.error:
            raise SystemExit(f"error: {file.name}, line {each.original.line}: cannot be read")
    return {each.key.lower(): each.value for each in bindings if each.key}


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
