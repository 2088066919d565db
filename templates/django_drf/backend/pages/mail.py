"""Where mail goes: to a server named by one address, or to the terminal while one develops."""

from typing import Any
from urllib.parse import unquote, urlsplit

from backend.settings import Settings

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mail_settings(project: Settings) -> dict[str, Any]:
    """Turn `EMAIL_URL` into what Django asks for."""
    address = project.email_url.get_secret_value()
    if not address and project.environment == "development":
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    # Not to the log: the links in mail let people in.
    url = urlsplit(address or "smtp://localhost")
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "HOST": url.hostname,
        "PORT": url.port or PORTS[url.scheme],
        "HOST_USER": unquote(url.username or ""),
        "HOST_PASSWORD": unquote(url.password or ""),
        "USE_TLS": url.scheme == "smtp+tls",
        "USE_SSL": url.scheme == "smtps",
        "TIMEOUT": 10,
    }
