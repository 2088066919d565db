"""What uvicorn leaves to us: bounds for a request's headers, and a problem for what is no HTTP."""

import asyncio
import json
import time
from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from backend.headers import SECURITY_HEADERS
from backend.problems import MEDIA_TYPE, problem_body
from backend.request_log import begin_request, log_request

MAX_SECONDS = 15
MAX_HEADER_BYTES = 64 * 1024
STEP = 16 * 1024  # how far headers may go beyond that before somebody looks


class HttpProtocol(HttpToolsProtocol):
    """A connection may stay idle, but the head of a request must come in time and end."""

    _deadline: asyncio.TimerHandle | None = None
    _in_message = False
    _header_bytes = 0

    def data_received(self, data: bytes) -> None:
        """Read on, and refuse headers that do not end, before the body, in it or after it."""
        for start in range(0, len(data), STEP):
            step = data[start : start + STEP]
            super().data_received(step)
            if self.transport.is_closing():
                return
            if self._in_message:
                self._header_bytes += len(step)
                if self._header_bytes > MAX_HEADER_BYTES:
                    self._refuse(431, f"The headers may have {MAX_HEADER_BYTES} bytes")
                    return

    def on_message_begin(self) -> None:
        """Start the clock at the first byte."""
        super().on_message_begin()
        self._in_message = True
        self._header_bytes = 0
        self._deadline = self.loop.call_later(MAX_SECONDS, self.transport.close)

    def on_headers_complete(self) -> None:
        """Stop the clock: the body has one of its own."""
        self._stop_clock()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Count only what is no body: a chunked one has headers between its parts and after it."""
        self._header_bytes = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Wait for the next request."""
        self._in_message = False
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock of a client that went away."""
        self._stop_clock()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Refuse in the same words and with the same headers as everywhere else."""
        self._refuse(400, msg)

    def _refuse(self, status: int, detail: str) -> None:
        """Answer and log what no application has seen, and close."""
        scope = {"method": "", "path": "", "headers": self.headers or [], "client": self.client}
        body = json.dumps(problem_body(status, detail)).encode()
        headers = {
            **SECURITY_HEADERS,
            "Content-Type": MEDIA_TYPE,
            "Content-Length": str(len(body)),
            "Connection": "close",
            "X-Request-ID": begin_request(scope),
        }
        lines = [
            f"HTTP/1.1 {status} {HTTPStatus(status).phrase}",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        self.transport.write("\r\n".join([*lines, "", ""]).encode() + body)
        self.transport.close()
        log_request(scope, status, time.perf_counter())

    def _stop_clock(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
