"""`.env`: values are literal, and its secrets are generated once."""

from pathlib import Path

import pytest
from pydantic_settings import SettingsConfigDict

from backend.platform.env_file import EnvSettings, write_env_file


def secret_in(folder: Path, text: str) -> str:
    """Return the setting `secret` as a file with this text sets it."""
    file = folder / ".env"
    file.write_text(text, encoding="utf-8")

    class OneSetting(EnvSettings):
        model_config = SettingsConfigDict(env_file=file)
        secret: str = "default"

    return OneSetting().secret


@pytest.mark.parametrize("value", ["a$HOME", "a${HOME}b", "$${x}", "a#b", "a=b"])
def test_values_are_literal(tmp_path: Path, value: str) -> None:
    assert secret_in(tmp_path, f"# A comment\nsecret={value}\nOTHER=1\n") == value


def test_an_unreadable_line_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="line 2"):
        secret_in(tmp_path, 'OTHER=1\nSECRET="a\n')


def test_an_empty_value_is_the_default(tmp_path: Path) -> None:
    assert secret_in(tmp_path, "SECRET=\n") == "default"


def test_secrets_are_generated_once_and_kept(tmp_path: Path) -> None:
    (tmp_path / ".env.example").write_text("# EMPTY=\nSECRET=\nPORT=1\n", encoding="utf-8")
    write_env_file(tmp_path)
    written = (tmp_path / ".env").read_text(encoding="utf-8")
    comment, secret, port = written.splitlines()
    assert (comment, port) == ("# EMPTY=", "PORT=1")
    assert len(secret.removeprefix("SECRET=")) == 64
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600
    write_env_file(tmp_path)
    assert (tmp_path / ".env").read_text(encoding="utf-8") == written
