"""Both in one process: FastAPI with Django mounted last."""

from typing import cast

from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from backend.admin.config.asgi import create_application as create_admin
from backend.api.main import create_app
from backend.settings import Settings


class Hybrid:
    """FastAPI answers the paths of its routes, and Django all others."""

    def __init__(self, settings: Settings | None = None) -> None:
        self.api = create_app(settings)
        self.admin = cast("ASGIApp", create_admin())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is no HTTP as well: Django knows neither WebSockets nor start and stop."""
        is_for_admin = scope["type"] == "http" and not self._has_route(scope)
        await (self.admin if is_for_admin else self.api)(scope, receive, send)

    def _has_route(self, scope: Scope) -> bool:
        # Not a mount: it would also take a known path with a method that has none, which is 405.
        return any(route.matches(scope)[0] is not Match.NONE for route in self.api.routes)


def create_application() -> Hybrid:
    """Make the application that `just dev` and `just serve` run."""
    return Hybrid()
