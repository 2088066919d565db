"""The connections of live updates, beside Django: they hold no thread and no concurrency slot."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware

from backend.live.admission import admit, check_host, check_socket
from backend.live.delivery import HEADERS, serve_socket, serve_stream
from backend.live.desk import STATE, Desk
from backend.live.hub import Hub, HubFullError
from backend.live.sessions import renew
from backend.platform.django.problems import RejectedError, error_response
from backend.platform.django.request import Message, Receive, Send, request_of
from backend.platform.django.threads import encoded_headers
from backend.platform.drf.cors import CorsMiddleware
from backend.platform.http.problems import RETRY_SOON, SECURITY_HEADERS
from backend.platform.http.request_log import begin_request, log_request

SOCKET, STREAM = "/api/v1/live", "/api/v1/live/events"
SECURITY = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]
FULL = 503, "There are too many connections for live updates", RETRY_SOON

App = Callable[[Message, Receive, Send], Awaitable[None]]


class LiveUpdates:
    """Serve the WebSocket and the stream of events; pass all other requests on to Django."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._hub = Hub(renew)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve a connection, or pass a request on."""
        if scope["type"] == "lifespan":
            scope["state"][STATE] = Desk(self._hub, asyncio.get_running_loop())
        is_stream = scope["type"] == "http" and scope["path"] == STREAM
        if scope["type"] == "websocket" or (is_stream and scope["method"] in {"GET", "HEAD"}):
            await self._serve(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _serve(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve a connection or refuse it over HTTP; write one log line."""
        request_id, started, status = begin_request(scope), time.perf_counter(), 0
        request = request_of({**scope, "method": scope.get("method", "GET")}, b"")

        async def send_response(message: Message) -> None:
            nonlocal status
            if message["type"].endswith("http.response.start"):
                status = message["status"]
                message["headers"].append((b"x-request-id", request_id.encode()))
            elif message["type"] == "websocket.accept":
                status = 101
            await send(message)

        try:
            await self._connect(request, receive, send_response)
        except RejectedError as error:
            refusal = error_response(request, error.status, str(error), error.headers)
            refusal["Content-Length"] = len(refusal.content)
            kind = "websocket.http" if scope["type"] == "websocket" else "http"
            await send_response(_start(request, refusal, kind))
            await send_response({"type": f"{kind}.response.body", "body": refusal.content})
        finally:
            log_request(scope, status, started)

    async def _connect(self, request: ASGIRequest, receive: Receive, send: Send) -> None:
        """Serve a connection until it ends, or raise RejectedError before it begins."""
        check_host(request)
        ticket = request.GET.get("ticket")
        is_socket = request.scope["type"] == "websocket"
        if is_socket:
            if request.path != SOCKET:
                raise RejectedError(404, "Not Found", {})
            check_socket(request, request.scope["subprotocols"])
            ticket = ticket or ""
        viewer = await admit(request, self._hub, ticket)
        try:
            async with self._hub.connected(viewer) as connection:
                if is_socket:
                    await serve_socket(connection, receive, send)
                    return
                await send(_start(request, HttpResponse(headers=HEADERS), "http"))
                if request.method == "HEAD":
                    connection.end(None)
                await serve_stream(connection, receive, send)
        except HubFullError:
            raise RejectedError(*FULL) from None


def _start(request: ASGIRequest, response: HttpResponse, kind: str) -> Message:
    """Return the start of a response, with the headers that Django's middleware adds."""
    CorsMiddleware(lambda _: response).add_response_headers(request, response)
    SecurityMiddleware(lambda _: response).process_response(request, response)
    headers = encoded_headers(response)
    present = {name for name, _ in headers}
    headers += [row for row in SECURITY if row[0] not in present]
    start = {"status": response.status_code, "headers": headers}
    return {"type": f"{kind}.response.start", **start}
