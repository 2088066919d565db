"""Django settings of the pages: sign-in URLs and the mail server."""

from typing import Any
from urllib.parse import unquote, urlsplit

from backend.settings import Settings

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def page_settings(project: Settings) -> dict[str, Any]:
    """Return the Django settings of the pages."""
    return {
        "LOGIN_URL": "sign-in",
        "LOGIN_REDIRECT_URL": "home",
        "LOGOUT_REDIRECT_URL": "home",
        "DEFAULT_FROM_EMAIL": project.email_from,
        **mail_settings(project),
    }


def mail_settings(project: Settings) -> dict[str, Any]:
    """Convert `EMAIL_URL` to Django settings; without it, development prints mail."""
    address = project.email_url.get_secret_value()
    if not address and project.environment == "development":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    # Production never logs mail: its links allow anyone who reads them to sign in.
    url = urlsplit(address or "smtp://localhost")
    return {
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or PORTS[url.scheme],
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": url.scheme == "smtp+tls",
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_TIMEOUT": 10,
    }
