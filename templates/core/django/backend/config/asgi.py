"""The ASGI application: an event loop handles connections, a thread pool runs the requests."""

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from backend.config.wsgi import application as django
from backend.platform.django.asgi_app import AsgiApp
from backend.platform.django.threads import Threads
from backend.settings import get_settings

SPARE_THREADS = 3  # for health checks and for the check of a slow database


def create_application() -> ProxyHeadersMiddleware:
    """Create the application with one thread per database connection of the pool."""
    settings = get_settings()
    threads = settings.database_pool_size
    app = AsgiApp(Threads(django, threads), limit=threads - SPARE_THREADS)
    # uvicorn declares its own types for ASGI messages.
    return ProxyHeadersMiddleware(app, list(settings.trusted_proxies))  # type: ignore[arg-type]
