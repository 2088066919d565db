"""Error handling for unexpected exceptions."""

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.platform.http.errors import problem

log = structlog.stdlib.get_logger("request")


class UnhandledErrorMiddleware:
    """Respond with 500 to unexpected exceptions: inside CORS, so that a page can read it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and log any exception."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_and_record(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, receive, send_and_record)
        except Exception:
            log.exception("unexpected_error")
            if started:  # part of the response was sent: only the server can abort it
                raise
            await problem(500, "Something went wrong on our side")(scope, receive, send)
