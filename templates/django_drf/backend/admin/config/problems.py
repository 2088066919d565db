"""Refusals as RFC 9457 describes them, for whatever answers outside a view of the API."""

import json
import sys
from collections.abc import Mapping, Sequence

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt

from backend.problems import MEDIA_TYPE, RETRY_SOON, FieldProblem, problem_body

DATABASE_LOST = (OperationalError, InterfaceError)


def problem(
    status: int,
    detail: str,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[FieldProblem] = (),
) -> HttpResponse:
    """Answer with a problem."""
    content = json.dumps(problem_body(status, detail, errors))
    return HttpResponse(content, content_type=MEDIA_TYPE, status=status, headers=headers)


def database_lost() -> HttpResponse:
    """Answer 503: the next request may find the database again."""
    return problem(503, "The database cannot be reached, try again", RETRY_SOON)


def too_busy() -> HttpResponse:
    """Answer 503: there is more work than can be done in time."""
    return problem(503, "Too busy, try again", RETRY_SOON)


@csrf_exempt
def not_found(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Answer 404 to programs, in development too, where Django would show a page."""
    return problem(404, "Not Found")


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Answer 503 or 500, and reveal nothing."""
    if isinstance(sys.exc_info()[1], DATABASE_LOST):
        return database_lost()
    if request.path.startswith("/api/"):
        return problem(500, "Something went wrong on our side")
    return defaults.server_error(request)
