"""`.env`: the example with its secrets filled."""

from pathlib import Path

import pytest

from pystack_init.system.dotenv import read_env, write_dotenv

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


@pytest.mark.parametrize(
    "line",
    [
        "TOKEN_SECRET=a#b",
        "token_secret=a#b",
        "  export TOKEN_SECRET = a#b",
        "TOKEN_SECRET='a#b' # mine",
        'TOKEN_SECRET="a#b"',
        "TOKEN_SECRET=a#b  # mine",
        "TOKEN_SECRET=old\nTOKEN_SECRET=a#b",
        "TOKEN_SECRET=a#b\r",
        "BROKEN=\udcff\nTOKEN_SECRET=a#b",
    ],
)
def test_a_variable_is_read_as_a_project_reads_it(tmp_path: Path, line: str) -> None:
    text = f"# TOKEN_SECRET=no\nOTHER=\n{line}\nLAST=1\n"
    (tmp_path / ".env").write_bytes(text.encode(errors="surrogateescape"))
    found = read_env(tmp_path / ".env")
    assert (found["TOKEN_SECRET"], found["OTHER"], found["LAST"]) == ("a#b", "", "1")
