"""Exception handlers: each exception becomes a problem response."""

import sqlite3
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy import exc
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.responses import JSONResponse
from starlette.routing import Match, Mount

from backend.platform.http.errors import problem
from backend.platform.http.problems import (
    MAX_ERRORS,
    READ_ONLY,
    RETRY_SOON,
    FieldProblem,
    reason_of,
)

FORM_TYPE = "application/x-www-form-urlencoded"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

log = structlog.stdlib.get_logger(__name__)


async def _http_error(request: Request, error: StarletteHTTPException) -> JSONResponse:
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_allowed_methods(request))
    return problem(error.status_code, error.detail, headers, getattr(error, "errors", ()))


def _allowed_methods(request: Request) -> list[str]:
    """Collect the methods of every route; the router reads only the first matching one."""
    routes = [route for route in request.app.routes if not isinstance(route, Mount)]
    allowed = [
        method
        for method in METHODS
        if any(
            route.matches({**request.scope, "method": method})[0] is Match.FULL for route in routes
        )
    ]
    return ["HEAD", *allowed] if "GET" in allowed else allowed


async def _invalid_request(request: Request, error: RequestValidationError) -> JSONResponse:
    errors = error.errors()
    if any(each["type"] == "json_invalid" for each in errors):
        return problem(400, "The body is not valid JSON")
    if any(each["loc"][0] == "path" for each in errors):
        return problem(404, "Not Found")
    # FastAPI leaves a body unparsed when its Content-Type is not the operation's.
    is_form = request.headers.get("content-type", "").startswith(FORM_TYPE)
    if isinstance(error.body, bytes) or (isinstance(error.body, FormData) and not is_form):
        return problem(415, "The operation does not accept this Content-Type")
    listed = [_field_problem(each) for each in errors[:MAX_ERRORS]]
    return problem(422, "The request is not valid", errors=listed)


def _field_problem(error: Mapping[str, Any]) -> FieldProblem:
    """Return the JSON pointer of a field; a name from the client may be invalid Unicode."""
    steps = [str(step).replace("~", "~0").replace("/", "~1") for step in error["loc"][1:]]
    pointer = "/".join(["#", *steps]).encode(errors="backslashreplace").decode()
    return {"pointer": pointer, "detail": error["msg"].removeprefix("Value error, ")}


async def _conflict(_: Request, error: exc.IntegrityError) -> JSONResponse:
    log.info("constraint_violated", error=str(error.orig))
    return problem(409, "The change conflicts with stored data")


async def _invalid_value(_: Request, error: exc.DataError) -> JSONResponse:
    log.info("value_refused", error=type(error.orig).__name__)
    return problem(400, "The database cannot store a value of this request")


async def _database_unavailable(_: Request, error: Exception) -> JSONResponse:
    reason = getattr(error, "orig", error)
    # SQLite raises the same class for a missing table: a bug, or a missing migration.
    if getattr(reason, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
        raise error
    if isinstance(error, exc.InternalError) and getattr(reason, "sqlstate", None) != READ_ONLY:
        raise error
    log.error("database_unavailable", error=type(error).__name__, reason=str(reason))
    busy = isinstance(reason, exc.TimeoutError)
    detail = "The service is too busy, try again" if busy else reason_of(reason)
    return problem(503, detail, RETRY_SOON)


async def unexpected_error(request: Request, error: Exception) -> JSONResponse:
    """Log an exception without a handler, and respond with 500."""
    if request.scope["type"] != "http":  # the server closes a WebSocket
        raise error
    log.error("unexpected_error", exc_info=error)
    return problem(500, "Something went wrong on our side")


def add_error_handlers(app: FastAPI) -> None:
    """Register the handlers. That of other exceptions is middleware, which `main.py` adds."""
    app.exception_handler(StarletteHTTPException)(_http_error)
    app.exception_handler(RequestValidationError)(_invalid_request)
    app.exception_handler(exc.IntegrityError)(_conflict)
    app.exception_handler(exc.DataError)(_invalid_value)
    for error in (exc.OperationalError, exc.InterfaceError, exc.InternalError, exc.TimeoutError):
        app.exception_handler(error)(_database_unavailable)
