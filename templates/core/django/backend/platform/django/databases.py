"""Database settings: turn DATABASE_URL into Django's DATABASES, tuned for each database."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from backend.platform.setting_types import SQLITE
from backend.settings import Settings

POOL_TIMEOUT = 0.9  # requests get 503 within a second if the database is unavailable


def database(settings: Settings) -> dict[str, Any]:
    """Return the settings of the default database."""
    url = settings.database_url.get_secret_value()
    if url.startswith(SQLITE):
        return sqlite(unquote(url.removeprefix(SQLITE)))
    return postgresql(url, settings.database_pool_size)


def sqlite(path: str) -> dict[str, Any]:
    """Return settings for SQLite with immediate locks: Django's defaults lose or fail updates."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # The tests use a file too: the server's threads cannot share an in-memory database.
        "TEST": {"NAME": f"{path}.test"},
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL",
        },
    }


def postgresql(url: str, pool_size: int) -> dict[str, Any]:
    """Return settings for PostgreSQL with a connection pool."""
    parts = urlsplit(url)
    return {
        "ENGINE": "backend.platform.django.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        # A cursor on the server outlasts its transaction: a pooler such as PgBouncer forbids it.
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": {
            **dict(parse_qsl(parts.query)),
            "connect_timeout": 3,
            "tcp_user_timeout": 10_000,  # ms: a lost machine does not close its connections
            "pool": {
                "min_size": 0,
                "max_size": pool_size,
                "timeout": POOL_TIMEOUT,
                "reconnect_timeout": 2,
            },
        },
    }
