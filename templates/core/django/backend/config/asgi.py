"""The ASGI application: an event loop handles connections, a thread pool runs the requests."""

import os

import django
from django.core.handlers.base import BaseHandler
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from backend.platform.django.asgi_app import AsgiApp
from backend.platform.django.threads import Threads
from backend.settings import get_settings

SPARE_THREADS = 3  # for health checks and for the check of a slow database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.config.settings")
django.setup()


def create_application() -> ProxyHeadersMiddleware:
    """Create the application with one thread per database connection of the pool."""
    settings = get_settings()
    handler = BaseHandler()
    handler.load_middleware()
    threads = Threads(handler.get_response, settings.database_pool_size)
    app = AsgiApp(threads, limit=settings.database_pool_size - SPARE_THREADS)
    # uvicorn declares its own types for ASGI messages.
    return ProxyHeadersMiddleware(app, list(settings.trusted_proxies))  # type: ignore[arg-type]
