"""Where Django's data is: DATABASE_URL, with what each database needs under load."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from psycopg.abc import Buffer
from psycopg.adapt import Loader
from psycopg_pool.base import AttemptWithBackoff

from backend.database_url import SQLITE
from backend.settings import Settings

POOL_TIMEOUT = 0.9  # a lost database is answered with 503 within a second


class TimeLoader(Loader):
    """Read times with Python's own parser. Django's took a fifth of the time of a list."""

    timezone = UTC  # Django looks here, and would put its own in the place of another

    def load(self, data: Buffer) -> datetime:
        """Read what PostgreSQL sends, always in UTC."""
        return datetime.fromisoformat(bytes(data).decode())


def database(settings: Settings) -> dict[str, Any]:
    """Turn the URL into Django's terms."""
    url = settings.database_url.get_secret_value()
    if url.startswith(SQLITE):
        return sqlite(unquote(url.removeprefix(SQLITE)))
    return postgresql(url, settings.database_pool_size)


def sqlite(path: str) -> dict[str, Any]:
    """Writers wait for one another: with Django's defaults updates were lost or failed."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # A file for tests too: the server's threads would have to share a database in memory.
        "TEST": {"NAME": f"{path}.test"},
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL",
        },
    }


def postgresql(url: str, pool_size: int) -> dict[str, Any]:
    """Connections stay open in a pool that checks them, so that a restarted server is no error."""
    # After a restart of the server several old connections in a row fail their check. After the
    # second the pool would wait for a second, and a request has less than that.
    AttemptWithBackoff.INITIAL_DELAY = 0.05
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            **dict(parse_qsl(parts.query)),
            "connect_timeout": 3,
            "tcp_user_timeout": 10_000,  # ms: a machine that is gone closes no connection
            "pool": {
                "min_size": 0,
                "max_size": pool_size,
                "timeout": POOL_TIMEOUT,
                "reconnect_timeout": 2,
            },
        },
    }
