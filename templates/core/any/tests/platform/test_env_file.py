"""The secrets in `.env` are generated once."""

from pathlib import Path

from backend.platform.env_file import write_env_file


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
