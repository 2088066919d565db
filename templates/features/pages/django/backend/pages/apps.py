"""App configuration, so that Django finds the templates and the stylesheet here."""

from django.apps import AppConfig
from django.contrib import admin


class PagesConfig(AppConfig):
    """The server-rendered pages."""

    name = "backend.pages"
    label = "pages"

    def ready(self) -> None:
        """Link from the admin site to the pages."""
        admin.site.site_url = "/"
