"""What is refused before Django looks at the path, or because a view had no time for it."""

from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from backend.admin.accounts.hashing_queue import TooBusyError
from backend.admin.config.problems import OVERLOADED, error_response


class ErrorResponseMiddleware:
    """Answer in a few words, and without a traceback in the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse a foreign `Host` for every path, also for those that never ask for it."""
        try:
            request.get_host()
        except DisallowedHost:
            return error_response(request, 400, "This host is not served here.")
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, raised: Exception) -> HttpResponse | None:
        """Answer 503 where there is too much to do, and leave the rest to others."""
        return error_response(request, *OVERLOADED) if isinstance(raised, TooBusyError) else None
