"""Plain ASGI middleware: request log, response headers, HEAD."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.platform.http.problems import SECURITY_HEADERS
from backend.platform.http.request_log import begin_request, log_request
from backend.settings import Settings

SECURITY = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
NO_STORE = (b"cache-control", b"no-store")


class ResponseMiddleware:
    """Add an id, security headers (HSTS only over TLS), and no-store below the `private` paths."""

    def __init__(self, app: ASGIApp, settings: Settings, private: tuple[str, ...] = ()) -> None:
        self.app = app
        self.private = private
        subdomains = "; includeSubDomains" if settings.hsts_include_subdomains else ""
        hsts = f"max-age={settings.hsts_seconds}{subdomains}"
        self.hsts = (b"strict-transport-security", hsts.encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, add the headers to its response, and log it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        added = [(b"x-request-id", begin_request(scope).encode()), *SECURITY]
        if scope.get("scheme") == "https":
            added.append(self.hsts)
        if scope["path"].startswith(self.private):
            added.append(NO_STORE)
        started, status = time.perf_counter(), 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"].endswith("http.response.start"):
                status = message["status"]
                message = {**message, "headers": [*message["headers"], *added]}
            elif message["type"] == "websocket.accept":
                status = 101
            elif message["type"] == "websocket.close":
                status = status or 403
            await send(message)

        try:
            await self.app(scope, receive, send_with_headers)
        finally:
            log_request(scope, status, started)


class HeadMiddleware:
    """Respond to HEAD as to GET: keep the headers, drop the body."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a HEAD request on as GET, and drop the body."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return
        is_complete = False

        async def send_without_body(message: Message) -> None:
            nonlocal is_complete
            if is_complete:
                return
            if message["type"] == "http.response.body":
                # Completed at once: a stream that never ends is then told that the client left.
                is_complete = True
                message = {"type": "http.response.body"}
            await send(message)

        await self.app({**scope, "method": "GET"}, receive, send_without_body)
