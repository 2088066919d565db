"""Django's settings for type checkers, which need neither secrets nor a database server."""

import os

os.environ |= {
    "DATABASE_URL": "sqlite:///never-opened.sqlite3",
    "ENVIRONMENT": "development",
    "SECRET_KEY": "0123456789" * 5,
    "TOKEN_SECRET": "0123456789" * 5,
}

from backend.config.settings import *  # noqa: F403
