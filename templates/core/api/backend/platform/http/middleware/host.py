"""Reject unknown hosts: a forged `Host` header would end up in links and caches."""

from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.platform.http.errors import problem

PROBES = "/health/"
WITHOUT_HOST = "1.0"  # the HTTP version in which a request may have no Host


class HostMiddleware:
    """Reject a `Host` that is not allowed; `.example.com` includes subdomains, `*` allows all."""

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
