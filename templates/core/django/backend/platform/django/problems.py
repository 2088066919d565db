"""Problem responses (RFC 9457) for Django code outside the API views."""

import json
import sqlite3
import sys
from collections.abc import Mapping, Sequence

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views import csrf, defaults
from django.views.decorators.csrf import csrf_exempt

from backend.platform.django.error_responses import error_content
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
    """Return an error as HTML or as problem JSON, depending on path and Accept header."""
    accept = request.headers.get("Accept", "")
    media_type, content = error_content(request.path, accept, status, detail)
    return HttpResponse(content, content_type=media_type, status=status, headers=headers)


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
