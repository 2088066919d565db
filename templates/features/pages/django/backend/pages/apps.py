"""App configuration: templates and stylesheet, a link in the admin, no reset links in the logs."""

import logging
import re

from django.apps import AppConfig
from django.contrib import admin

LINK = re.compile(r"(/reset/)[^/\s]+/[^/\s]+")
# The loggers that log the paths of requests. Not the handlers: a hybrid replaces them.
LOGGERS = ("request", "django.request", "django.security.csrf")


class PagesConfig(AppConfig):
    """The server-rendered pages."""

    name = "backend.pages"
    label = "pages"

    def ready(self) -> None:
        """Link from the admin site to the pages, and keep reset links out of the logs."""
        admin.site.site_url = "/"
        hide_reset_links()


def hide_reset_links() -> None:
    """Log `/reset/***` in place of the user id and the token, which set a new password."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(_hide)


def _hide(record: logging.LogRecord) -> bool:
    if isinstance(record.msg, dict):  # of structlog
        record.msg = {name: _hidden(value) for name, value in record.msg.items()}
    elif isinstance(record.args, tuple):
        record.args = tuple(map(_hidden, record.args))
    return True


def _hidden(value: object) -> object:
    return LINK.sub(r"\1***", value) if isinstance(value, str) else value
