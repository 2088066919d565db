"""Every error is a problem of RFC 9457: one body, whoever refuses the request."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from fastapi import HTTPException
from starlette.responses import JSONResponse

from backend.problems import MEDIA_TYPE, RETRY_SOON, FieldProblem, problem_body


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
    body = problem_body(status, detail, errors)
    return JSONResponse(body, status, headers, media_type=MEDIA_TYPE)
