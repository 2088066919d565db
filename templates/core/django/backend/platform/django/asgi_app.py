"""ASGI application around Django: body limits, concurrency limit, timeouts and headers."""

import asyncio
import time

from django.core.handlers.asgi import ASGIRequest

from backend.platform.django.problems import RejectedError, error_response
from backend.platform.django.request import (
    BodyMemory,
    Message,
    Receive,
    Send,
    Take,
    check_host,
    read_body,
    request_of,
)
from backend.platform.django.streams import send_stream
from backend.platform.django.threads import Response, Threads, encoded_headers
from backend.platform.django.timeouts import MAX_CHECK, SILENT_DATABASE, RequestTimeouts, ended
from backend.platform.http.problems import RETRY_SOON, SECURITY_HEADERS
from backend.platform.http.request_log import begin_request, log_request
from backend.platform.server.graceful_server import DrainingServer

CHECKS = {(method, f"/health/{kind}") for method in ("GET", "HEAD") for kind in ("live", "ready")}
MAX_WAIT = 0.8
HEADERS = {name.lower().encode(): value.encode() for name, value in SECURITY_HEADERS.items()}


class AsgiApp:
    """Run each request in a thread, with a request id, one log line and security headers."""

    def __init__(self, threads: Threads, limit: int) -> None:
        self._threads = threads
        self._timeouts = RequestTimeouts(threads)
        self._free = asyncio.Semaphore(limit)
        self._bodies = BodyMemory()
        self.checks: dict[tuple[str, str], asyncio.Future[Response]] = {}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Handle the lifespan or an HTTP request; WebSockets are not supported."""
        if scope["type"] == "lifespan":
            await self._run_lifespan(receive, send)
            return
        request_id = begin_request(scope).encode()
        started, status = time.perf_counter(), 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                present = {name for name, _ in message["headers"]}
                more = [row for row in HEADERS.items() if row[0] not in present]
                message["headers"] = [*message["headers"], *more, (b"x-request-id", request_id)]
            await send(message)

        try:
            with self._bodies.share() as take:
                await self._answer(scope, receive, send_with_headers, take)
        except RejectedError as error:
            response = error_response(
                request_of(scope, b""), error.status, str(error), error.headers
            )
            response["Content-Length"] = len(response.content)
            headers = encoded_headers(response)
            await _send((error.status, headers, response.content), receive, send_with_headers)
        finally:
            log_request(scope, status, started)

    async def _run_lifespan(self, receive: Receive, send: Send) -> None:
        """Complete the startup at once; at shutdown wait for the threads to finish."""
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._threads.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Message, receive: Receive, send: Send, take: Take) -> None:
        """Run health checks at once; other requests wait up to 0.8 s for a slot, then get 503."""
        check_host(scope)
        if DrainingServer.is_stopping and scope["path"] == "/health/ready":
            raise RejectedError(503, "stopping: the server is shutting down", RETRY_SOON)
        request = request_of(scope, await read_body(scope, receive, take))
        if (scope["method"], scope["path"]) in CHECKS:
            work = self._check(request)
            if not await ended({work}, MAX_CHECK):
                raise RejectedError(*SILENT_DATABASE)
        else:
            await self._acquire_slot()
            work = self._threads.handle(request)
            # Release the slot when the thread ends: a request that hangs still uses its thread.
            work.add_done_callback(lambda _: self._free.release())
            await self._timeouts.wait(work, request)
        await _send(work.result(), receive, send)

    def _check(self, request: ASGIRequest) -> asyncio.Future[Response]:
        """Start a health check or join the running one, so that each kind uses one thread."""
        kind = request.scope["method"], request.path
        work = self.checks.get(kind)
        if work is None or work.done():
            work = self.checks[kind] = self._threads.handle(request)
        return work

    async def _acquire_slot(self) -> None:
        try:
            async with asyncio.timeout(MAX_WAIT):
                await self._free.acquire()
        except TimeoutError:
            raise RejectedError(503, "Too busy, try again", RETRY_SOON) from None


async def _send(response: Response, receive: Receive, send: Send) -> None:
    status, headers, content = response
    start: Message = {"type": "http.response.start", "status": status, "headers": headers}
    if isinstance(content, bytes):
        await send(start)
        await send({"type": "http.response.body", "body": content})
    else:
        await send_stream(content, start, receive, send)
