"""What Django answers before it looks at the path."""

from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponseBase

from backend.admin.config.problems import problem


class AllowedHostMiddleware:
    """Refuse a foreign `Host` for every path, also for those that never ask for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 400, or pass the request on."""
        try:
            request.get_host()
        except DisallowedHost:
            return problem(400, "This host is not served here.")
        return self._get_response(request)
