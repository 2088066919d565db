"""An app of its own, so that its templates and its schema extensions are found."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The HTTP API."""

    name = "backend.api"
    label = "api"
