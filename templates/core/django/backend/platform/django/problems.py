"""Error responses outside the API views: problem JSON (RFC 9457), or HTML for browsers."""

import html
import json
import sqlite3
import sys
from collections.abc import Mapping, Sequence

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views import csrf, defaults
from django.views.decorators.csrf import csrf_exempt

from backend.platform.http.problems import (
    MEDIA_TYPE,
    READ_ONLY,
    RETRY_SOON,
    FieldProblem,
    problem_body,
    reason_of,
)

OVERLOADED = 503, "Too busy, try again", RETRY_SOON
UNKNOWN_PROXY = (
    "The page was sent over HTTPS, but its form arrives over HTTP. "
    "If a proxy ends TLS, the setting TRUSTED_PROXIES must name the address of the proxy."
)
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
    """The request is rejected before it reaches a view."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str]) -> None:
        super().__init__(detail)
        self.status, self.headers = status, headers


def problem(
    status: int,
    detail: str,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[FieldProblem] = (),
) -> HttpResponse:
    """Return a problem response."""
    content = json.dumps(problem_body(status, detail, errors))
    return HttpResponse(content, content_type=MEDIA_TYPE, status=status, headers=headers)


def error_response(
    request: HttpRequest, status: int, detail: str, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """Return HTML if the client accepts it outside the API, else problem JSON."""
    is_api = f"{request.path}/".startswith(("/api/", "/health/"))
    if is_api or "text/html" not in request.headers.get("Accept", ""):
        return problem(status, detail, headers)
    page = PAGE.format(title=problem_body(status, detail)["title"], detail=html.escape(detail))
    return HttpResponse(page, status=status, headers=headers)


def database_problem(raised: BaseException | None) -> tuple[int, str, Mapping[str, str]] | None:
    """Return a 503 if the database does not serve requests, None if the query is wrong."""
    cause = getattr(raised, "__cause__", None)
    # SQLite raises the same class for a missing table, which is a bug or a missing migration.
    is_bug = getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
    is_read_only = getattr(cause, "sqlstate", None) == READ_ONLY  # an InternalError
    if is_read_only or (isinstance(raised, OperationalError | InterfaceError) and not is_bug):
        return 503, reason_of(cause), RETRY_SOON
    return None


@csrf_exempt
def not_found(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Return 404 as problem JSON, in development too, where Django would return HTML."""
    return problem(404, "Not Found")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return 403, and name the setting that is missing behind a proxy."""
    if not request.is_secure() and request.headers.get("Origin", "").startswith("https://"):
        return error_response(request, 403, UNKNOWN_PROXY)
    return csrf.csrf_failure(request, reason)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Return 503 if the database is unavailable, else 500 without internal details."""
    if unavailable := database_problem(sys.exc_info()[1]):
        return error_response(request, *unavailable)
    if request.path.startswith("/api/"):
        return problem(500, "Something went wrong on our side")
    return defaults.server_error(request)
