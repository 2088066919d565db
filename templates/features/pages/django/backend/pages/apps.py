"""An app of its own, so that its templates and its stylesheet are found."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """The pages."""

    name = "backend.pages"
    label = "pages"
