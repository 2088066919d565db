"""The last net under every bug."""

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.api.errors import problem

log = structlog.stdlib.get_logger("request")


class UnhandledErrorMiddleware:
    """Answer 500 to what nobody expected: inside CORS, so that a page may read that, too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and catch what is raised."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_and_remember(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, send_and_remember)
        except Exception:
            log.exception("unexpected_error")
            if started:  # half an answer is sent already: only the server can cut it off
                raise
            await problem(500, "Something went wrong on our side")(scope, receive, send)
