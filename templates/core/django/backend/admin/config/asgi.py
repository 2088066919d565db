"""Django as it is served: an event loop takes the connections, threads run whole requests."""

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from backend.admin.config.asgi_app import AsgiApp
from backend.admin.config.threads import Threads
from backend.admin.config.wsgi import application as django
from backend.settings import get_settings

SPARE_THREADS = 3  # for health checks, and to ask whether the database answers


def create_application() -> ProxyHeadersMiddleware:
    """Put the pieces together, with as many threads as there are connections to the database."""
    settings = get_settings()
    threads = settings.database_pool_size
    app = AsgiApp(Threads(django, threads), limit=threads - SPARE_THREADS)
    # uvicorn names every message of ASGI by a type of its own.
    return ProxyHeadersMiddleware(app, list(settings.trusted_proxies))  # type: ignore[arg-type]
