"""An app of its own, so that its commands are found: `migrate` behind a lock is one."""

from django.apps import AppConfig
from django.db import connection

from backend.admin.config import unicode_lower
from backend.admin.config.databases import TimeLoader


class ConfigConfig(AppConfig):
    """The project's configuration."""

    name = "backend.admin.config"
    label = "config"

    def ready(self) -> None:
        """Teach the databases what no setting does; PostgreSQL's connections share one context."""
        unicode_lower.install()
        if connection.vendor == "postgresql":
            context = connection.get_connection_params()["context"]
            context.register_loader("timestamptz", TimeLoader)
