"""Answers that are given in Django's place, before it hears of a request."""

import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from backend.problems import MEDIA_TYPE, problem_body

Message = MutableMapping[str, Any]


class RefusedError(Exception):
    """The request is answered before Django hears of it."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str]) -> None:
        super().__init__(detail)
        self.status, self.headers = status, headers


async def refuse(refused: RefusedError, send: Callable[[Message], Awaitable[None]]) -> None:
    """Answer in Django's place."""
    content = json.dumps(problem_body(refused.status, str(refused))).encode()
    headers = {"content-type": MEDIA_TYPE, "content-length": str(len(content)), **refused.headers}
    encoded = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": refused.status, "headers": encoded})
    await send({"type": "http.response.body", "body": content})
