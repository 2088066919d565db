"""An app of its own, so that its commands are found: `migrate` behind a lock is one."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The project's configuration."""

    name = "backend.admin.config"
    label = "config"
