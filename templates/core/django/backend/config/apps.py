"""App configuration, so that Django finds the commands here, such as `migrate` with a lock."""

from django.apps import AppConfig
from django.db import connection

from backend.platform.django import unicode_lower
from backend.platform.django.databases import TimeLoader


class ConfigConfig(AppConfig):
    """The project's configuration."""

    name = "backend.config"
    label = "config"

    def ready(self) -> None:
        """Register the lookup `lower` and, for all PostgreSQL connections, the time loader."""
        unicode_lower.install()
        if connection.vendor == "postgresql":
            context = connection.get_connection_params()["context"]
            context.register_loader("timestamptz", TimeLoader)
