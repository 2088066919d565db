"""Security headers on every response."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.platform.http.headers import SECURITY_HEADERS
from backend.settings import Settings

ALWAYS = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]


class SecurityHeadersMiddleware:
    """Add the headers; HSTS only if the request came over TLS."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        subdomains = "; includeSubDomains" if settings.hsts_include_subdomains else ""
        hsts = f"max-age={settings.hsts_seconds}{subdomains}"
        self.over_tls = [*ALWAYS, (b"strict-transport-security", hsts.encode())]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the headers to its response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        added = self.over_tls if scope["scheme"] == "https" else ALWAYS

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self.app(scope, receive, send_with_headers)
