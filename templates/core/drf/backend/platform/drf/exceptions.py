"""Exception handler: every error of the API becomes a problem response (RFC 9457)."""

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DataError, IntegrityError
from django.http import Http404, HttpResponse
from rest_framework import exceptions, status

from backend.platform.django.hashing_queue import TooBusyError
from backend.platform.django.problems import OVERLOADED, database_problem, problem
from backend.platform.http.problems import MAX_ERRORS, FieldProblem
from backend.platform.security.rate_limit import TooManyAttemptsError

log = structlog.get_logger(__name__)


class Conflict(exceptions.APIException):
    """The request conflicts with stored data."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = "The change conflicts with stored data"


class Unstorable(exceptions.APIException):
    """A value is out of the range of its column."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_detail = "The database cannot store a value of this request"


# Exceptions from outside DRF, and the DRF exceptions they are handled as.
DRF_EQUIVALENTS: dict[type[Exception], type[exceptions.APIException]] = {
    DataError: Unstorable,
    Http404: exceptions.NotFound,
    IntegrityError: Conflict,
    PermissionDenied: exceptions.PermissionDenied,
    SuspiciousOperation: exceptions.ParseError,
}


def problem_handler(exc: Exception, context: Mapping[str, Any]) -> HttpResponse:  # noqa: ARG001
    """Return the problem response for an exception; a 500 has no internal details."""
    if unavailable := database_problem(exc):
        log.error("database_unavailable", error=type(exc).__name__)
        return problem(*unavailable)
    if isinstance(exc, TooBusyError):
        return problem(*OVERLOADED)
    if isinstance(exc, TooManyAttemptsError):
        return problem(exc.status, str(exc), {"Retry-After": str(exc.seconds)})
    for raised, equivalent in DRF_EQUIVALENTS.items():
        if isinstance(exc, raised):
            exc = equivalent()
    if isinstance(exc, exceptions.ValidationError):
        errors = list(islice(flattened(exc.detail, "#"), MAX_ERRORS))
        return problem(422, "The request is not valid", errors=errors)
    if isinstance(exc, exceptions.APIException):
        return problem(*problem_parts(exc))
    log.error("unexpected_error", exc_info=exc)
    return problem(500, "Something went wrong on our side")


def problem_parts(exc: exceptions.APIException) -> tuple[int, str, Mapping[str, str]]:
    """Return status, detail and headers: `WWW-Authenticate` for 401, `Retry-After` for 429."""
    detail = str(exc.detail)
    match exc:
        case exceptions.AuthenticationFailed() | exceptions.NotAuthenticated():
            return 401, detail, {"WWW-Authenticate": "Bearer"}
        case exceptions.Throttled():
            wait = math.ceil(exc.wait or 1)  # type: ignore[attr-defined] # unknown to the stubs
            return 429, "Too many attempts", {"Retry-After": str(wait)}
    return exc.status_code, detail, {}


def flattened(detail: Any, pointer: str) -> Iterator[FieldProblem]:
    """Flatten DRF's nested errors; each gets the JSON pointer of its field."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            token = str(name).replace("~", "~0").replace("/", "~1")
            whole = name == "non_field_errors"
            yield from flattened(inner, pointer if whole else f"{pointer}/{token}")
    elif isinstance(detail, Sequence) and not isinstance(detail, str):
        for inner in detail:
            yield from flattened(inner, pointer)
    else:
        yield {"pointer": pointer, "detail": str(detail)}
