"""Check and read a request before a thread runs it: its Host header, its body, its conversion."""

import asyncio
import io
from collections.abc import Awaitable, Callable, Coroutine, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

from django.core.handlers.asgi import ASGIRequest

from backend.platform.django.problems import RejectedError
from backend.platform.django.timeouts import limit_of
from backend.platform.http.problems import RETRY_SOON
from backend.settings import get_settings

PROBES = "/health/"
WITHOUT_HOST = "1.0"  # the HTTP version in which a request may have no Host
CLOSE = {"Connection": "close"}
SMALL = 64 * 1024  # counts nowhere: the server buffers so much of every request anyway
TOO_MANY = 503, "Too many large bodies at once, try again", {**RETRY_SOON, **CLOSE}

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Coroutine[Any, Any, None]]
Take = Callable[[int], None]  # counts bytes of memory


def check_host(scope: Message) -> None:
    """Raise RejectedError, 400, unless there is one Host; HTTP/1.0 probes may have none.

    Django does not require it: it replaces a missing one.
    """
    hosts = sum(name == b"host" for name, _ in scope["headers"])
    is_probe = scope["path"].startswith(PROBES)
    if hosts == 1 or (not hosts and is_probe and scope["http_version"] == WITHOUT_HOST):
        return
    raise RejectedError(400, "A request has exactly one Host header", {})


class BodyMemory:
    """The bytes of all large bodies that are being read or used."""

    used = 0

    @contextmanager
    def share(self) -> Iterator[Take]:
        """Yield a function that takes bytes until the block ends.

        It raises RejectedError, 503, when all requests together have over MAX_BODIES_BYTES.
        """
        taken = 0

        def take(size: int) -> None:
            nonlocal taken
            taken += size
            self.used += size
            if self.used > get_settings().max_bodies_bytes:
                raise RejectedError(*TOO_MANY)

        try:
            yield take
        finally:
            self.used -= taken


async def read_body(scope: Message, receive: Receive, take: Take) -> bytes:
    """Return the whole body; call `take` for its memory.

    Raise RejectedError: 413 over the limit of the view or MAX_BODY_BYTES, 408 after BODY_SECONDS
    for each MiB, 400 if it ends early.
    """
    seconds, started = get_settings().body_seconds, asyncio.get_running_loop().time()
    declared = dict(scope["headers"]).get(b"content-length", b"")
    _check_size(scope, int(declared) if declared.isdigit() else 0)
    body = bytearray()
    try:
        async with asyncio.timeout(seconds) as deadline:
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise RejectedError(400, "The body ended early", CLOSE)
                part = message.get("body", b"")
                body += part
                if len(body) > SMALL:
                    take(len(part))
                _check_size(scope, len(body))
                deadline.reschedule(started + seconds * (1 + len(body) // 2**20))
                if not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError:
        detail = f"The body took over {seconds:g} seconds for each MiB"
        raise RejectedError(408, detail, CLOSE) from None


def _check_size(scope: Message, size: int) -> None:
    most = get_settings().max_body_bytes
    if size > most and size > (most := int(limit_of(scope["path"], "body_limit", most))):
        raise RejectedError(413, f"The body exceeds {most} bytes", CLOSE)


def request_of(scope: Message, body: bytes) -> ASGIRequest:
    """Convert a request to Django's class."""
    query = scope["query_string"].decode(errors="replace")  # may not be UTF-8
    request = ASGIRequest({**scope, "query_string": query}, io.BytesIO(body))
    request.META["CONTENT_LENGTH"] = str(len(body))  # which a chunked request does not declare
    return request
