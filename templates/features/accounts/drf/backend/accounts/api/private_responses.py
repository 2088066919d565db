"""Keep tokens and private data out of the caches of browsers and proxies."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

PRIVATE = ("/api/v1/auth/", "/api/v1/users/me")


class NoStoreMiddleware:
    """Add `Cache-Control: no-store` to every response below the private paths, also to errors."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, and add the header to its response."""
        response = self._get_response(request)
        if request.path.startswith(PRIVATE):
            response["Cache-Control"] = "no-store"
        return response
