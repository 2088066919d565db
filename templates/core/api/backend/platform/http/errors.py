"""Exceptions and responses for errors, all with the problem body of RFC 9457."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from backend.platform.http.problems import MEDIA_TYPE, RETRY_SOON, FieldProblem, problem_body


class InvalidFieldError(HTTPException):
    """A field that breaks a business rule; responds with 422."""

    def __init__(self, pointer: str, detail: str) -> None:
        super().__init__(HTTPStatus.UNPROCESSABLE_ENTITY, "The request is not valid")
        self.errors: list[FieldProblem] = [{"pointer": pointer, "detail": detail}]


class OverloadedError(HTTPException):
    """Work that cannot be done in time, and why; responds with 503 and Retry-After."""

    def __init__(self, cause: str = "The service is too busy") -> None:
        super().__init__(HTTPStatus.SERVICE_UNAVAILABLE, f"{cause}, try again", RETRY_SOON)


def problem(
    status: int,
    detail: str,
    headers: Mapping[str, str] | None = None,
    errors: Sequence[FieldProblem] = (),
) -> JSONResponse:
    """Return an error response with a problem body."""
    body = problem_body(status, detail, errors)
    return JSONResponse(body, status, headers, media_type=MEDIA_TYPE)
