"""Every error is a problem of RFC 9457: one body, whoever refuses the request."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, TypedDict

from fastapi import HTTPException
from starlette.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"
RETRY_SOON = {"Retry-After": "1"}
# Renamed in Python 3.13: clients read the same words from every version.
TITLES = {413: "Content Too Large", 422: "Unprocessable Content"}


class FieldProblem(TypedDict):
    """One thing that is wrong in a request, by its JSON pointer."""

    pointer: str
    detail: str


class InvalidFieldError(HTTPException):
    """A field that only the domain can tell is wrong."""

    def __init__(self, pointer: str, detail: str) -> None:
        super().__init__(HTTPStatus.UNPROCESSABLE_ENTITY, "The request is not valid")
        self.errors: list[FieldProblem] = [{"pointer": pointer, "detail": detail}]


class OverloadedError(HTTPException):
    """More work than can be done in time: better refused now than answered too late."""

    def __init__(self) -> None:
        super().__init__(HTTPStatus.SERVICE_UNAVAILABLE, "Too busy, try again", RETRY_SOON)


def problem(
    status: int,
    detail: str,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[FieldProblem] = (),
) -> JSONResponse:
    """Build the one body that every error has."""
    title = TITLES.get(status, HTTPStatus(status).phrase)
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = errors
    return JSONResponse(body, status, headers, media_type=MEDIA_TYPE)
