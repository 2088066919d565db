"""The concurrency limit of the ASGI application: excess requests get 503 quickly."""

import asyncio
import threading
from collections.abc import MutableMapping
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from backend.platform.django.asgi_app import AsgiApp
from backend.platform.django.body import read_body
from backend.platform.django.error_responses import RejectedError
from backend.platform.django.threads import Threads

Message = MutableMapping[str, Any]
may_finish = threading.Event()


class ResponseBody(list[bytes]):
    """A response body with `close`, like Django's responses."""

    def close(self) -> None:
        """Do nothing: there is no connection to release."""


def slow(environ: WSGIEnvironment, start_response: StartResponse) -> ResponseBody:
    """Block until `may_finish` is set, except for health checks."""
    if not environ["PATH_INFO"].startswith("/health/"):
        may_finish.wait(30)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return ResponseBody([b"done"])


async def send_request(app: AsgiApp, path: str) -> tuple[int, dict[bytes, bytes]]:
    """Send one request as an ASGI server would, and return status and headers."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    headers = [(b"host", b"localhost")]
    scope: Message = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "http_version": "1.1",
        "scheme": "http",
        "headers": headers,
        "client": ("192.0.2.1", 1),
        "server": ("localhost", 80),
    }
    await app(scope, receive, send)
    return sent[0]["status"], dict(sent[0]["headers"])


@pytest.mark.anyio
async def test_excess_requests_get_503_while_health_checks_succeed() -> None:
    threads = Threads(slow, 3)
    app = AsgiApp(threads, limit=2)
    admitted = [asyncio.create_task(send_request(app, "/slow")) for _ in range(2)]
    await asyncio.sleep(0.05)
    requests = asyncio.gather(*(send_request(app, "/slow") for _ in range(200)))
    assert (await send_request(app, "/health/live"))[0] == 200
    rejected = await requests
    may_finish.set()
    assert {status for status, _ in rejected} == {503}
    assert {headers[b"retry-after"] for _, headers in rejected} == {b"1"}
    assert all(b"x-request-id" in headers for _, headers in rejected)
    assert [status for status, _ in await asyncio.gather(*admitted)] == [200, 200]
    threads.stop()


@pytest.mark.anyio
async def test_a_health_check_that_hangs_gets_503_and_uses_one_thread(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("backend.platform.django.asgi_app.MAX_CHECK", 0.1)
    paths: list[str] = []

    def hang(environ: WSGIEnvironment, start_response: StartResponse) -> ResponseBody:
        paths.append(environ["PATH_INFO"])
        return slow({**environ, "PATH_INFO": "/slow"}, start_response)

    may_finish.clear()
    threads = Threads(hang, 1)
    app = AsgiApp(threads, limit=1)
    checks = await asyncio.gather(*(send_request(app, "/health/ready") for _ in range(3)))
    may_finish.set()
    assert {status for status, _ in checks} == {503}
    assert paths == ["/health/ready"]
    threads.stop()


@pytest.mark.anyio
async def test_an_incomplete_body_is_rejected() -> None:
    messages: list[Message] = [
        {"type": "http.disconnect"},
        {"type": "http.request", "body": b"name=Tea", "more_body": True},
    ]

    async def receive() -> Message:
        return messages.pop()

    with pytest.raises(RejectedError, match="ended early"):
        await read_body({"headers": []}, receive)
