"""Run a WSGI application in a thread pool behind an ASGI server, one task per request.

Django's ASGI handler switches threads for each middleware, which doubles the cost of a request,
and it collects a synchronous stream before it sends it.
"""

import asyncio
import contextvars
import io
import sys
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeGuard
from wsgiref.types import WSGIApplication

from django.db import connections
from django.http import StreamingHttpResponse

DATABASE = "backend.database"  # the key of the thread's connection in the environ
MAX_FILE = 1024 * 1024  # bytes of a file, such as a script, that is sent at once

Scope = MutableMapping[str, Any]
Content = bytes | StreamingHttpResponse
WsgiResponse = tuple[int, list[tuple[bytes, bytes]], Content]  # status, headers, content


class Threads:
    """A thread pool that runs one WSGI application."""

    def __init__(self, application: WSGIApplication, threads: int) -> None:
        self._application = application
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="django")

    def stop(self) -> None:
        """Shut the pool down after the running requests."""
        self._pool.shutdown()

    def handle(self, environ: dict[str, Any]) -> asyncio.Future[WsgiResponse]:
        """Start one request in a thread; its body has been read."""
        # Copy the context, so that the thread logs the request id.
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(self._pool, lambda: context.run(self._run, environ))

    def submit(self, check: Callable[[], bool]) -> asyncio.Future[bool]:
        """Run a function that is not a request, such as the database check, in a thread."""
        return asyncio.get_running_loop().run_in_executor(self._pool, check)

    def _run(self, environ: dict[str, Any]) -> WsgiResponse:
        started: list[tuple[int, list[tuple[bytes, bytes]]]] = []

        def start_response(status: str, headers: Iterable[tuple[str, str]], *_: object) -> Any:
            encoded = [
                (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
            ]
            started.append((int(status[:3]), encoded))

        environ[DATABASE] = connections["default"]
        response = self._application(environ, start_response)
        if _is_stream(response, environ):
            connections.close_all()  # this thread sends nothing of the stream
            return *started[-1], response
        try:
            content = b"" if environ["REQUEST_METHOD"] == "HEAD" else b"".join(response)
        finally:
            response.close()  # type: ignore[attr-defined] # Django releases its connection here
        return *started[-1], content


def _is_stream(
    response: Iterable[bytes], environ: Mapping[str, Any]
) -> TypeGuard[StreamingHttpResponse]:
    """Return whether the content is sent, and large or of unknown length."""
    if not isinstance(response, StreamingHttpResponse) or environ["REQUEST_METHOD"] == "HEAD":
        return False
    length = response.get("Content-Length")
    return response.is_async or length is None or int(length) > MAX_FILE


def environ_of(scope: Scope, body: bytes) -> dict[str, Any]:
    """Convert an ASGI scope to a WSGI environ."""
    address, port = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": address,
        "SERVER_PORT": str(port or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0] if scope.get("client") else "",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if name == "content-type":
            environ["CONTENT_TYPE"] = value
        elif name not in {"content-length", "transfer-encoding"} and "_" not in name:
            key = "HTTP_" + name.upper().replace("-", "_")
            environ[key] = f"{environ[key]},{value}" if key in environ else value
    return environ
