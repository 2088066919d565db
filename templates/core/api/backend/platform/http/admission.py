"""Which requests are let in: allowed hosts and origins, and no more than the database can serve."""

from collections.abc import Sequence
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.platform.database.limits import Admission, ConcurrencyLimit, admitted
from backend.platform.http.errors import OverloadedError, problem
from backend.platform.http.problems import RETRY_SOON

PROBES = "/health/"
WITHOUT_HOST = "1.0"  # the HTTP version in which a request may have no Host
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
REQUEST_HEADERS = (
    "Authorization",
    "Content-Type",
    "X-Request-ID",
    "X-Requested-With",
    "Idempotency-Key",
)
RESPONSE_HEADERS = ("Location", "Retry-After", "X-Request-ID")


class HostMiddleware:
    """Reject a `Host` that is not allowed: it would end up in links and caches.

    `.example.com` includes subdomains, `*` allows all.
    """

    def __init__(self, app: ASGIApp, allowed: Sequence[str]) -> None:
        self.app = app
        self.exact = frozenset(host.lower().removeprefix(".") for host in allowed)
        self.suffixes = tuple(host.lower() for host in allowed if host.startswith("."))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond with 400, or pass the request on."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        hosts = Headers(scope=scope).getlist("host")
        # Orchestrators and load balancers send probes by address.
        allows_any = "*" in self.exact or scope["path"].startswith(PROBES)
        if len(hosts) > 1 or (not hosts and scope["http_version"] != WITHOUT_HOST):
            await problem(400, "A request has exactly one Host header")(scope, receive, send)
        elif allows_any or (hosts and self._is_allowed(hosts[0].lower())):
            await self.app(scope, receive, send)
        else:
            await problem(400, "The Host header is not allowed")(scope, receive, send)

    def _is_allowed(self, host: str) -> bool:
        name, colon, port = host.rpartition(":")
        if colon and port.isdigit() and not host.endswith("]"):
            host = name
        host = host.removesuffix(".")
        return host in self.exact or (bool(self.suffixes) and host.endswith(self.suffixes))


class CorsMiddleware(CORSMiddleware):
    """Allow listed origins; refuse any other preflight request with a problem response."""

    def __init__(self, app: ASGIApp, origins: tuple[str, ...]) -> None:
        super().__init__(
            app,
            allow_origins=origins,
            allow_methods=METHODS,
            allow_headers=REQUEST_HEADERS,
            expose_headers=RESPONSE_HEADERS,
        )

    def preflight_response(self, request_headers: Headers) -> Response:
        """Replace Starlette's text; keep its CORS headers, which browsers show with the error."""
        response = super().preflight_response(request_headers)
        if response.status_code == HTTPStatus.OK:
            return response
        headers = response.headers.items()
        kept = {name: value for name, value in headers if not name.startswith("content-")}
        return problem(response.status_code, bytes(response.body).decode(), kept)


class AdmissionMiddleware:
    """Let requests wait before they cost anything; health checks always pass."""

    def __init__(self, app: ASGIApp, limit: ConcurrencyLimit) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond with 503, or pass the request on."""
        if scope["type"] != "http" or scope["path"].startswith(PROBES):
            await self.app(scope, receive, send)
            return
        try:
            await self.limit.acquire()
        except OverloadedError as error:
            await problem(503, error.detail, RETRY_SOON)(scope, receive, send)
            return
        admitted.set(Admission(self.limit))
        await self.app(scope, receive, send)
