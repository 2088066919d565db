"""Read request bodies within limits."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from backend.platform.http.errors import problem
from backend.platform.http.limited_body import CLOSE, BodyMemory, LimitedBody, has_body
from backend.settings import Settings


class BodyMiddleware:
    """Read a body before the application runs, so that a slow client costs nothing there."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self.memory = BodyMemory(settings.max_bodies_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Respond with 400, 408, 413 or 503 to a body that breaks a limit."""
        if scope["type"] != "http" or not has_body(scope):
            await self.app(scope, receive, send)
            return
        body = LimitedBody(scope, receive, self.settings, self.memory)
        is_refused = False

        async def send_or_refuse(message: Message) -> None:
            nonlocal is_refused
            if message["type"] == "http.response.start" and body.size > body.limit:
                # Instead of Starlette's response, which is plain text.
                is_refused = True
                detail = f"The body exceeds {body.limit} bytes"
                await problem(413, detail, CLOSE)(scope, receive, send)
            elif not is_refused:
                await send(message)

        try:
            refusal = await body.preload()
            await (refusal or self.app)(scope, body.receive, send_or_refuse)
        finally:
            body.release()
