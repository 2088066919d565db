"""Django as it is served: an event loop takes the connections, a pool of threads runs whole requests."""

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from backend.admin.config.front import Front
from backend.admin.config.threads import Threads
from backend.admin.config.wsgi import application as django
from backend.settings import get_settings

SPARE_THREADS = 2  # for health checks, which always get through

settings = get_settings()
front = Front(
    Threads(django, settings.database_pool_size), limit=settings.database_pool_size - SPARE_THREADS
)
application = ProxyHeadersMiddleware(front, trusted_hosts=list(settings.trusted_proxies))
