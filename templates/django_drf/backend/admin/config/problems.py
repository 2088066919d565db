"""Refusals as RFC 9457 describes them, for whatever answers outside a view of the API."""

import json
import sys
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views import defaults
from django.views.decorators.csrf import csrf_exempt

CONTENT_TYPE = "application/problem+json"
DATABASE_LOST = (OperationalError, InterfaceError)
RETRY_SOON = {"Retry-After": "1"}
# Renamed in Python 3.13: clients read the same words from every version.
TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}


def title_of(status: int) -> str:
    """Name a status."""
    return TITLES.get(status, HTTPStatus(status).phrase)


def problem_body(status: int, detail: str, **more: Any) -> str:
    """Say what went wrong, in a form that programs read."""
    body = {"type": "about:blank", "title": title_of(status), "status": status, "detail": detail}
    return json.dumps(body | more)


def problem(
    status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> HttpResponse:
    """Answer with a problem."""
    content = problem_body(status, detail, **more)
    return HttpResponse(content, content_type=CONTENT_TYPE, status=status, headers=headers)


def database_lost() -> HttpResponse:
    """Answer 503: the next request may find the database again."""
    return problem(503, "The database cannot be reached, try again", RETRY_SOON)


@csrf_exempt
def not_found(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Answer 404 to programs, in development too, where Django would show a page."""
    return problem(404, "Not Found")


def server_error(request: HttpRequest) -> HttpResponseBase:
    """Answer 503 or 500, and reveal nothing."""
    if isinstance(sys.exc_info()[1], DATABASE_LOST):
        return database_lost()
    if request.path.startswith("/api/"):
        return problem(500, "Internal Server Error")
    return defaults.server_error(request)
