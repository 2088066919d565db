"""Limits for request headers, which uvicorn lacks, and problem responses for invalid HTTP."""

import asyncio
import json
import time
from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from backend.platform.http.problems import MEDIA_TYPE, SECURITY_HEADERS, problem_body
from backend.platform.http.request_log import begin_request, log_request
from backend.platform.server.slow_readers import SlowReaderLimit
from backend.settings import get_settings

MAX_HEADER_BYTES = 64 * 1024
LINGER = 2  # seconds in which a refused client can read the response
STEP = 16 * 1024  # data is parsed in such steps, so headers may exceed the limit by one


class HttpProtocol(SlowReaderLimit, HttpToolsProtocol):
    """Limit the time and the size of request headers, and close idle connections."""

    _deadline: asyncio.TimerHandle | None = None
    _in_message = False
    _is_refused = False
    _header_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Close a connection that sends nothing like one that is idle after a response."""
        super().connection_made(transport)
        close = self.timeout_keep_alive_handler
        self.timeout_keep_alive_task = self.loop.call_later(self.timeout_keep_alive, close)

    def data_received(self, data: bytes) -> None:
        """Parse data; refuse headers over 64 KiB with 431, also those inside or after a body."""
        if self._is_refused:  # discard the rest: unread data would reset the connection
            return
        for start in range(0, len(data), STEP):
            step = data[start : start + STEP]
            super().data_received(step)
            if self.transport.is_closing() or self._is_refused:
                return
            if self.transport.get_protocol() is not self:  # a WebSocket protocol has taken over
                return
            if self._in_message:
                self._header_bytes += len(step)
                if self._header_bytes > MAX_HEADER_BYTES:
                    self._refuse(431, f"The headers exceed {MAX_HEADER_BYTES} bytes")
                    return

    def on_message_begin(self) -> None:
        """Start the deadline at the first byte."""
        super().on_message_begin()
        self._in_message = True
        self._header_bytes = 0
        self._deadline = self.loop.call_later(get_settings().header_seconds, self.transport.close)

    def on_headers_complete(self) -> None:
        """Cancel the deadline: the body has its own."""
        self._cancel_deadline()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Count headers only: a chunked body has headers between its chunks and after it."""
        self._header_bytes = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Wait for the next request."""
        self._in_message = False
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Limit the time to read the last response of a connection."""
        super().on_response_complete()
        if self.transport.is_closing():
            self.expect_reading()

    def timeout_keep_alive_handler(self) -> None:
        """Close an idle connection, also if its client has not read the last response."""
        super().timeout_keep_alive_handler()
        self.expect_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        """Cancel the deadline after the client disconnected."""
        self._cancel_deadline()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Send a problem response with the security headers instead of uvicorn's text."""
        self._refuse(400, msg)

    def _refuse(self, status: int, detail: str) -> None:
        """Send and log an error that bypasses the application, then close the connection."""
        scope = {"method": "", "path": "", "headers": self.headers or [], "client": self.client}
        body = json.dumps(problem_body(status, detail)).encode()
        headers = {
            **SECURITY_HEADERS,
            "Content-Type": MEDIA_TYPE,
            "Content-Length": str(len(body)),
            "Connection": "close",
            "X-Request-ID": begin_request(scope),
        }
        first = f"HTTP/1.1 {status} {HTTPStatus(status).phrase}\r\n"
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.transport.write(f"{first}{lines}\r\n".encode() + body)
        self._is_refused = True
        self.transport.write_eof()
        self._cancel_deadline()
        self._deadline = self.loop.call_later(LINGER, self.transport.close)
        self.expect_reading()
        log_request(scope, status, time.perf_counter())

    def _cancel_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
