"""Error responses as problem JSON or as an HTML page, for use inside and outside Django."""

import html
import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from backend.platform.http.problems import MEDIA_TYPE, problem_body

Message = MutableMapping[str, Any]

PAGE = """\
<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{title}</title>
  </head>
  <body>
    <h1>{title}</h1>
    <p>{detail}</p>
  </body>
</html>
"""


class RejectedError(Exception):
    """The request is rejected before it reaches Django."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str]) -> None:
        super().__init__(detail)
        self.status, self.headers = status, headers


def error_content(path: str, accept: str, status: int, detail: str) -> tuple[str, bytes]:
    """Return media type and body: HTML if the client accepts it outside the API, else JSON."""
    problem = problem_body(status, detail)
    if "text/html" not in accept or f"{path}/".startswith(("/api/", "/health/")):
        return MEDIA_TYPE, json.dumps(problem).encode()
    page = PAGE.format(title=problem["title"], detail=html.escape(detail))
    return "text/html; charset=utf-8", page.encode()


async def send_error(
    error: RejectedError, scope: Message, send: Callable[[Message], Awaitable[None]]
) -> None:
    """Send the error response through ASGI, without Django."""
    accept = dict(scope["headers"]).get(b"accept", b"").decode("latin-1")
    media_type, content = error_content(scope["path"], accept, error.status, str(error))
    headers = {"content-type": media_type, "content-length": str(len(content)), **error.headers}
    encoded = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": error.status, "headers": encoded})
    await send({"type": "http.response.body", "body": content})
