"""Which addresses of a database can be served, and are read alike by every library."""

from urllib.parse import urlsplit

# What may stand before the path of a file or the name of a server.
SQLITE, SERVERS = "sqlite:///", ("postgres://", "postgresql://")


def check_database_url(url: str) -> None:
    """Refuse the others with a ValueError that says what to write, and shows no value."""
    if url.startswith(SQLITE):
        _check_file(url.removeprefix(SQLITE))
    elif url.startswith(SERVERS):
        _check_server(url)
    elif url:  # without any, development starts a PostgreSQL of its own
        raise ValueError(f"must begin with {SQLITE} and a file, or {' or '.join(SERVERS)}")


def _check_file(path: str) -> None:
    if not path or ":memory:" in path or "mode=memory" in path:
        raise ValueError("a database in memory is not shared, name a file")
    if "?" in path or path.startswith("file:"):
        raise ValueError(f"must be {SQLITE} and a file, with no options; write %3F for a ? in it")


def _check_server(url: str) -> None:
    try:
        parts = urlsplit(url)
        is_read_as_meant = parts.port != 0 and not parts.fragment
    except ValueError:
        is_read_as_meant = False
    if not is_read_as_meant:
        raise ValueError("cannot be read: has the password an unescaped character?")
