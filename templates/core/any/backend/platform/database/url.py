"""Validate DATABASE_URL: accept only URLs that every library parses in the same way."""

from urllib.parse import urlsplit

# The accepted prefixes of a file path and of a server name.
SQLITE, SERVERS = "sqlite:///", ("postgres://", "postgresql://")


def check_database_url(url: str) -> None:
    """Raise ValueError for any other URL; the message says what to write and shows no value."""
    if url.startswith(SQLITE):
        _check_file(url.removeprefix(SQLITE))
    elif url.startswith(SERVERS):
        _check_server(url)
    elif url:  # if empty, development starts an embedded PostgreSQL
        raise ValueError(f"must begin with {SQLITE} and a file, or {' or '.join(SERVERS)}")


def _check_file(path: str) -> None:
    if not path or ":memory:" in path or "mode=memory" in path:
        raise ValueError("an in-memory database is not shared by connections, name a file")
    if "?" in path or path.startswith("file:"):
        raise ValueError(f"must be {SQLITE} and a file path, without options; write %3F for a ?")


def _check_server(url: str) -> None:
    try:
        parts = urlsplit(url)
        is_unambiguous = parts.port != 0 and not parts.fragment
    except ValueError:
        is_unambiguous = False
    if not is_unambiguous:
        raise ValueError("cannot be parsed: percent-encode special characters in the password")
