"""Run a WSGI application behind an ASGI server: one hop to a thread for each request, and one back.

Django's own ASGI handler hops once for each middleware, at twice the cost of a request.
"""

import asyncio
import contextvars
import io
import sys
from collections.abc import Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from wsgiref.types import WSGIApplication

Scope = MutableMapping[str, Any]
Answer = tuple[int, list[tuple[bytes, bytes]], bytes]  # status, headers, content


class Threads:
    """The threads, and the application that they run."""

    def __init__(self, application: WSGIApplication, threads: int) -> None:
        self._application = application
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="django")

    def stop(self) -> None:
        """Wait for the last request."""
        self._pool.shutdown()

    def answer(self, scope: Scope, body: bytes) -> asyncio.Future[Answer]:
        """Begin to answer one request whose body has been read."""
        environ = environ_of(scope, body)
        # The thread logs under this request's id.
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(self._pool, lambda: context.run(self._run, environ))

    def ask(self, question: Callable[[], bool]) -> asyncio.Future[bool]:
        """Begin what is no request."""
        return asyncio.get_running_loop().run_in_executor(self._pool, question)

    def _run(self, environ: dict[str, Any]) -> Answer:
        started: list[tuple[int, list[tuple[bytes, bytes]]]] = []

        def start_response(status: str, headers: Iterable[tuple[str, str]], *_: object) -> Any:
            encoded = [
                (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
            ]
            started.append((int(status[:3]), encoded))

        chunks = self._application(environ, start_response)
        try:
            content = b"".join(chunks)
        finally:
            chunks.close()  # type: ignore[attr-defined] # Django returns its connection here
        return *started[-1], content


def environ_of(scope: Scope, body: bytes) -> dict[str, Any]:
    """Say in WSGI's words what ASGI's scope says."""
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
