"""Keep reset links out of the logs, as the link is enough to set a new password."""

import logging
import re

LINK = re.compile(r"(/reset/)[^/\s]+/[^/\s]+")
# The loggers that log the paths of requests. Not the handlers: a hybrid replaces them.
LOGGERS = ("request", "django.request", "django.security.csrf")


def hide_reset_links() -> None:
    """Log `/reset/***` in place of the user id and the token."""
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
