"""CORS: the methods and headers that a page of another origin may use."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from backend.platform.http.errors import problem

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
REQUEST_HEADERS = (
    "Authorization",
    "Content-Type",
    "X-Request-ID",
    "X-Requested-With",
    "Idempotency-Key",
)
RESPONSE_HEADERS = ("Location", "Retry-After", "X-Request-ID")


class CorsMiddleware(CORSMiddleware):
    """Allow listed origins; refuse any other preflight request with a problem response."""

    def __init__(self, app: ASGIApp, origins: tuple[str, ...]) -> None:
        super().__init__(
            app,
            allow_origins=origins,
            allow_methods=METHODS,
            allow_headers=REQUEST_HEADERS,
            expose_headers=RESPONSE_HEADERS,
        )

    def preflight_response(self, request_headers: Headers) -> Response:
        """Replace Starlette's text; keep its CORS headers, which browsers show with the error."""
        response = super().preflight_response(request_headers)
        if response.status_code == HTTPStatus.OK:
            return response
        kept = {
            name: value
            for name, value in response.headers.items()
            if not name.startswith("content-")
        }
        return problem(response.status_code, bytes(response.body).decode(), kept)
