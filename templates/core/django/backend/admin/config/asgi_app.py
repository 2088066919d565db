"""What stands before Django: no slow, oversized or surplus request reaches a thread."""

import asyncio
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from backend.admin.config.body import read_body
from backend.admin.config.error_responses import RejectedError, send_error
from backend.admin.config.threads import Answer, Threads
from backend.admin.config.timeouts import MAX_CHECK, RequestTimeouts, ended
from backend.headers import SECURITY_HEADERS
from backend.problems import RETRY_SOON
from backend.request_log import begin_request, log_request
from backend.shutdown import stop

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

CHECKS = {(method, f"/health/{kind}") for method in ("GET", "HEAD") for kind in ("live", "ready")}
MAX_WAIT = 0.8
HEADERS = {name.lower().encode(): value.encode() for name, value in SECURITY_HEADERS.items()}


class AsgiApp:
    """The ASGI application: one id and one log line a request, and a thread that answers it."""

    def __init__(self, threads: Threads, limit: int) -> None:
        self._threads = threads
        self._timeouts = RequestTimeouts(threads)
        self._free = asyncio.Semaphore(limit)
        self.checks: dict[tuple[str, str], asyncio.Future[Answer]] = {}

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer a request; there is no WebSocket here."""
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
            await self._answer(scope, receive, send_with_headers)
        except RejectedError as refused:
            await send_error(refused, scope, send_with_headers)
        finally:
            log_request(scope, status, started)

    async def _run_lifespan(self, receive: Receive, send: Send) -> None:
        """Start with nothing; at the end give the threads and their connections back."""
        await receive()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._threads.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        """Let health checks through; the rest waits a moment for a thread, or comes again."""
        if stop.requested and scope["path"] == "/health/ready":
            raise RejectedError(503, "stopping: the server is shutting down", RETRY_SOON)
        body = await read_body(scope, receive)
        if (scope["method"], scope["path"]) in CHECKS:
            work = self._check(scope, body)
            in_time = await ended({work}, MAX_CHECK)
        else:
            await self._acquire_slot()
            work = self._threads.answer(scope, body)
            # Whoever hangs keeps the place, since the thread hangs too.
            work.add_done_callback(lambda _: self._free.release())
            in_time = await self._timeouts.finished_in_time(work)
        if not in_time:
            raise RejectedError(503, "The database does not answer, try again", RETRY_SOON)
        status, headers, content = work.result()
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})

    def _check(self, scope: Message, body: bytes) -> asyncio.Future[Answer]:
        """Join a check that is under way: however many hang, they hold one thread."""
        kind = scope["method"], scope["path"]
        work = self.checks.get(kind)
        if work is None or work.done():
            work = self.checks[kind] = self._threads.answer(scope, body)
        return work

    async def _acquire_slot(self) -> None:
        try:
            async with asyncio.timeout(MAX_WAIT):
                await self._free.acquire()
        except TimeoutError:
            raise RejectedError(503, "Too busy, try again", RETRY_SOON) from None
