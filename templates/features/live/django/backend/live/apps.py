"""App configuration: live updates publish the changes that Django makes."""

from importlib import import_module

from django.apps import AppConfig


class LiveConfig(AppConfig):
    """Live updates."""

    name = "backend.live"

    def ready(self) -> None:
        """Connect the signals of the models, which are loaded now."""
        import_module("backend.live.signals")
