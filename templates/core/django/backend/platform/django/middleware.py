"""Middleware for requests with an invalid Host and for overload."""

from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
)
from django.middleware import common

from backend.platform.django.hashing_queue import TooBusyError
from backend.platform.django.problems import OVERLOADED, error_response
from backend.platform.django.request import PROBES


class ErrorResponseMiddleware:
    """Send short error responses without a traceback in the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Validate `Host`, even where the view does not read it, except for health checks."""
        try:
            # Orchestrators and load balancers send probes by address.
            if not request.path.startswith(PROBES):
                request.get_host()
        except DisallowedHost:
            return error_response(request, 400, "This host is not served here.")
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, raised: Exception) -> HttpResponse | None:
        """Return 503 for TooBusyError; Django handles other exceptions."""
        return error_response(request, *OVERLOADED) if isinstance(raised, TooBusyError) else None


class CommonMiddleware(common.CommonMiddleware):
    """Django's middleware, which reads the `Host` of every request, except for health checks."""

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        """Return a redirect or None."""
        return None if request.path.startswith(PROBES) else super().process_request(request)
