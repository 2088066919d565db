"""Run Django in a thread pool behind an ASGI server, one task per request.

Django's ASGI handler switches threads for each middleware, which doubles the cost of a request,
and it collects a synchronous stream before it sends it.
"""

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.core.handlers.asgi import ASGIRequest
from django.core.signals import request_started
from django.db import connections
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.urls import set_script_prefix

DATABASE = "backend.database"  # the key of the thread's connection in META
MAX_FILE = 1024 * 1024  # bytes of a file, such as a script, that is sent at once

# Status, headers, content.
Response = tuple[int, list[tuple[bytes, bytes]], bytes | StreamingHttpResponse]


class Threads:
    """A thread pool that responds to requests, with a Django handler's `get_response`."""

    def __init__(self, respond: Callable[[HttpRequest], HttpResponseBase], threads: int) -> None:
        self._respond = respond
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="django")

    def stop(self) -> None:
        """Shut the pool down after the running requests."""
        self._pool.shutdown()

    def handle(self, request: ASGIRequest) -> asyncio.Future[Response]:
        """Start one request in a thread; its body has been read."""
        # Copy the context, so that the thread logs the request id.
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(self._pool, lambda: context.run(self._run, request))

    def submit(self, check: Callable[[], bool]) -> asyncio.Future[bool]:
        """Run a function that is not a request, such as the database check, in a thread."""
        return asyncio.get_running_loop().run_in_executor(self._pool, check)

    def _run(self, request: ASGIRequest) -> Response:
        set_script_prefix(request.script_name or "")
        request_started.send(sender=type(self), scope=request.scope)
        request.META[DATABASE] = connections["default"]
        response = self._respond(request)
        if isinstance(response, StreamingHttpResponse) and _is_sent_in_chunks(request, response):
            connections.close_all()  # this thread sends nothing of the stream
            return response.status_code, encoded_headers(response), response
        try:
            content = b"" if request.method == "HEAD" else b"".join(response)
        finally:
            response.close()  # Django releases its connection here
        return response.status_code, encoded_headers(response), content


def encoded_headers(response: HttpResponseBase) -> list[tuple[bytes, bytes]]:
    """Return the headers and the cookies of a response for ASGI."""
    cookies = [("set-cookie", cookie.OutputString()) for cookie in response.cookies.values()]
    return [
        (name.lower().encode("latin-1"), value.encode("latin-1"))
        for name, value in [*response.items(), *cookies]
    ]


def _is_sent_in_chunks(request: HttpRequest, response: StreamingHttpResponse) -> bool:
    """Return whether the content is sent, and large or of unknown length."""
    length = response.get("Content-Length")
    is_large = response.is_async or length is None or int(length) > MAX_FILE
    return is_large and request.method != "HEAD"
