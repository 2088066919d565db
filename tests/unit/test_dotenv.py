"""`.env`: the example with its secrets filled."""

from pathlib import Path

import pytest

from pystack_init.system.dotenv import write_dotenv

EXAMPLE = """# KEPT=
ENVIRONMENT=development
TOKEN_SECRET=
# DATABASE_URL=
SECRET_KEY=
"""


def test_only_empty_values_become_secrets(tmp_path: Path) -> None:
    (tmp_path / ".env.example").write_text(EXAMPLE)
    write_dotenv(tmp_path)
    lines = (tmp_path / ".env").read_text().splitlines()
    token, key = lines[2].removeprefix("TOKEN_SECRET="), lines[4].removeprefix("SECRET_KEY=")
    assert [lines[0], lines[1], lines[3]] == ["# KEPT=", "ENVIRONMENT=development", "# DATABASE_URL="]
    assert min(len(token), len(key)) >= 48
    assert token != key


def test_an_existing_env_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / ".env.example").write_text(EXAMPLE)
    (tmp_path / ".env").write_text("mine")
    with pytest.raises(FileExistsError):
        write_dotenv(tmp_path)
    assert (tmp_path / ".env").read_text() == "mine"
