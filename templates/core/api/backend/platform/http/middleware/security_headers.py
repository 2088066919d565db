"""Security headers on every response."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.platform.http.headers import SECURITY_HEADERS

ALWAYS = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
OVER_TLS = [(b"strict-transport-security", b"max-age=31536000; includeSubDomains")]


class SecurityHeadersMiddleware:
    """Add the headers; HSTS only if the request came over TLS."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and add the headers to its response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        added = ALWAYS + OVER_TLS if scope["scheme"] == "https" else ALWAYS

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self.app(scope, receive, send_with_headers)
