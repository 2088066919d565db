"""Every refusal of the API becomes a problem as RFC 9457 describes it."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import structlog
from django.core.exceptions import PermissionDenied as DjangoPermissionDenied
from django.core.exceptions import SuspiciousOperation
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from rest_framework import exceptions, status

from backend.admin.config.problems import DATABASE_LOST, database_lost, problem
from backend.problems import RETRY_SOON, FieldProblem

log = structlog.get_logger(__name__)


class Conflict(exceptions.APIException):
    """What was asked for contradicts what is stored."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = "This contradicts what is stored."


class Overloaded(exceptions.APIException):
    """More work than can be done in time: better refused now than answered too late."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_detail = "Too busy, try again"


def problem_handler(exc: Exception, context: Mapping[str, Any]) -> HttpResponse:  # noqa: ARG001 - DRF's signature
    """Turn what a view raised into an answer; an error of our own is logged and reveals nothing."""
    match exc:
        case exceptions.ValidationError():
            errors = list(pointed(exc.detail, "#"))
            return problem(422, "The request is not valid", errors=errors)
        case exceptions.AuthenticationFailed() | exceptions.NotAuthenticated():
            return problem(401, str(exc.detail), {"WWW-Authenticate": "Bearer"})
        case Overloaded():
            return problem(503, str(exc.detail), RETRY_SOON)
        case exceptions.Throttled():
            return problem(429, "Too many attempts.", {"Retry-After": str(math.ceil(exc.wait or 1))})
        case exceptions.APIException():
            return problem(exc.status_code, str(exc.detail))
        case Http404():
            return problem(404, "Not Found")
        case DjangoPermissionDenied():
            return problem(403, "You may not do this.")
        case SuspiciousOperation():
            return problem(400, "The request is not valid")
        case IntegrityError():
            log.info("constraint_violated", error=str(exc))
            return problem(409, "The change contradicts what is stored")
    if isinstance(exc, DATABASE_LOST):
        log.error("database_unavailable", error=type(exc).__name__)
        return database_lost()
    log.error("unhandled_exception", exc_info=exc)
    return problem(500, "Internal Server Error")




def pointed(detail: Any, pointer: str) -> Iterator[FieldProblem]:
    """Walk down DRF's nested errors and say where each one is."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            token = str(name).replace("~", "~0").replace("/", "~1")
            yield from pointed(inner, pointer if name == "non_field_errors" else f"{pointer}/{token}")
    elif isinstance(detail, Sequence) and not isinstance(detail, str):
        for inner in detail:
            yield from pointed(inner, pointer)
    else:
        yield {"pointer": pointer, "detail": str(detail)}
