"""Say whether the tables and the migrations agree, on a database that is thrown away."""

import os
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from backend.settings import ROOT


def main() -> None:
    """Migrate an empty SQLite file and compare it with the tables in the code."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder) / 'scratch.sqlite3'}"
        config = Config(toml_file=ROOT / "pyproject.toml")
        command.upgrade(config, "head")
        command.check(config)


if __name__ == "__main__":
    main()
