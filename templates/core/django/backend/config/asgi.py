"""The ASGI application: an event loop handles connections, a thread pool runs the requests."""

import os
from importlib import import_module

import django
from django.conf import settings as django_settings
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
    import_module(django_settings.ROOT_URLCONF)  # now, so that the first request is not slow
    threads = Threads(handler.get_response, settings.database_pool_size)
    app = AsgiApp(threads, limit=settings.database_pool_size - SPARE_THREADS)
    # uvicorn declares its own types for ASGI messages.
    return ProxyHeadersMiddleware(app, list(settings.trusted_proxies))  # type: ignore[arg-type]
