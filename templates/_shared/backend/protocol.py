"""What uvicorn leaves to us: a deadline for slow headers, and a problem for what is no HTTP."""

import asyncio
import json

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from backend.headers import SECURITY_HEADERS
from backend.problems import MEDIA_TYPE, problem_body

MAX_SECONDS = 15


class HttpProtocol(HttpToolsProtocol):
    """A connection may stay idle, but a request that has begun must send its headers in time."""

    _deadline: asyncio.TimerHandle | None = None

    def on_message_begin(self) -> None:
        """Start the clock at the first byte."""
        super().on_message_begin()
        self._deadline = self.loop.call_later(MAX_SECONDS, self.transport.close)

    def on_headers_complete(self) -> None:
        """Stop the clock: the body has one of its own."""
        self._stop_clock()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock of a client that went away."""
        self._stop_clock()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        """Refuse in the same words and with the same headers as everywhere else."""
        body = json.dumps(problem_body(400, msg)).encode()
        headers = {
            **SECURITY_HEADERS,
            "Content-Type": MEDIA_TYPE,
            "Content-Length": str(len(body)),
            "Connection": "close",
        }
        lines = [
            "HTTP/1.1 400 Bad Request",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        self.transport.write("\r\n".join([*lines, "", ""]).encode() + body)
        self.transport.close()

    def _stop_clock(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
