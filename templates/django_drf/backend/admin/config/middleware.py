"""What Django answers before it looks at the path, and in place of a view that could not."""

from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from backend.admin.accounts.hashing_queue import TooBusyError
from backend.admin.config.problems import problem, too_busy

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class AllowedHostMiddleware:
    """Refuse a foreign `Host` for every path, also for those that never ask for it."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer 400, or pass the request on."""
        try:
            request.get_host()
        except DisallowedHost:
            return problem(400, "This host is not served here.")
        return self._get_response(request)


class TooBusyMiddleware:
    """Refuse in a few words, and without a traceback in the log, what there is no time for."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, raised: Exception) -> HttpResponse | None:
        """Answer 503, or leave it to others."""
        return too_busy() if isinstance(raised, TooBusyError) else None
