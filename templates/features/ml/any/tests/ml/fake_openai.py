"""A server with the API of OpenAI for chats, for tests."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

ANSWER = b"""\
: a comment

data: {"choices": [{"delta": {"role": "assistant"}}]}

data: {"choices": [{"delta": {"content": "It "}}]}

data: {"choices": [{"delta": {"content": "rains."}}]}

data: {"choices": [{"delta": {}}]}

data: [DONE]

"""


class Fake(ThreadingHTTPServer):
    """A server with the API of OpenAI for chats; it records what it is sent."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), FakeHandler)
        self.status, self.answer = 200, ANSWER
        self.requests: list[tuple[str, str | None, Any]] = []
        self.has_lost_its_client = threading.Event()


class FakeHandler(BaseHTTPRequestHandler):
    """Answer with the server's text; if that is empty, send one token again and again."""

    def do_POST(self) -> None:
        """Record the request and answer it."""
        server = cast("Fake", self.server)
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        server.requests.append((self.path, self.headers["Authorization"], body))
        self.send_response(server.status)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.wfile.write(server.answer)
        try:
            while not server.answer:
                self.wfile.write(b'data: {"choices": [{"delta": {"content": "on "}}]}\n\n')
        except OSError:
            server.has_lost_its_client.set()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in the base
        """Print nothing."""
