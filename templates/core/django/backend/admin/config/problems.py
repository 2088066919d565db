"""Refusals as RFC 9457 describes them, for whatever answers outside a view of the API."""

import json
import sqlite3
import sys
from collections.abc import Mapping, Sequence

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt

from backend.admin.config.error_responses import error_content
from backend.problems import MEDIA_TYPE, RETRY_SOON, FieldProblem, problem_body

# The next request may find the database again, or less to do.
DATABASE_UNAVAILABLE = 503, "The database cannot be reached, try again", RETRY_SOON
OVERLOADED = 503, "Too busy, try again", RETRY_SOON


def problem(
    status: int,
    detail: str,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[FieldProblem] = (),
) -> HttpResponse:
    """Answer with a problem."""
    content = json.dumps(problem_body(status, detail, errors))
    return HttpResponse(content, content_type=MEDIA_TYPE, status=status, headers=headers)


def error_response(
    request: HttpRequest, status: int, detail: str, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """Answer in the words of whoever asks: a program, or a person."""
    accept = request.headers.get("Accept", "")
    media_type, content = error_content(request.path, accept, status, detail)
    return HttpResponse(content, content_type=media_type, status=status, headers=headers)


def is_database_unavailable(raised: BaseException | None) -> bool:
    """Tell a database that does not answer from a mistake in what it was asked."""
    # SQLite raises the same class for a table that is not there: a bug, or no migration.
    code = getattr(getattr(raised, "__cause__", None), "sqlite_errorcode", None)
    return isinstance(raised, OperationalError | InterfaceError) and code != sqlite3.SQLITE_ERROR


@csrf_exempt
def not_found(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Answer 404 to programs, in development too, where Django would show a page."""
    return problem(404, "Not Found")


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Answer 503 or 500, and reveal nothing."""
    if is_database_unavailable(sys.exc_info()[1]):
        return error_response(request, *DATABASE_UNAVAILABLE)
    if request.path.startswith("/api/"):
        return problem(500, "Something went wrong on our side")
    return defaults.server_error(request)
