"""App configuration, so that Django finds the templates and the stylesheet here."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The server-rendered pages."""

    name = "backend.pages"
    label = "pages"
