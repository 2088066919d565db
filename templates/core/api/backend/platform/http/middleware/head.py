"""Respond to `HEAD` like to `GET`, without a body."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadMiddleware:
    """Run the GET operation, keep its headers and drop its body."""

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
