"""App configuration, so that Django finds the templates and the stylesheet here."""

from django.apps import AppConfig
from django.contrib import admin

from backend.pages.logs import hide_reset_links


class PagesConfig(AppConfig):
    """The server-rendered pages."""

    name = "backend.pages"
    label = "pages"

    def ready(self) -> None:
        """Link from the admin site to the pages, and keep reset links out of the logs."""
        admin.site.site_url = "/"
        hide_reset_links()
