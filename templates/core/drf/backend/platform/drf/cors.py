"""CORS: refuse a preflight request that is not allowed with a problem response."""

from corsheaders import middleware
from corsheaders.conf import conf
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from backend.platform.django.problems import problem

METHOD = "Access-Control-Request-Method"
HEADERS = "Access-Control-Request-Headers"


class CorsMiddleware(middleware.CorsMiddleware):
    """Add CORS headers for listed origins; the library accepts every preflight request."""

    def check_preflight(self, request: HttpRequest) -> HttpResponseBase | None:
        """Return the response to a preflight request: 200, or 400 that names what is refused."""
        response = super().check_preflight(request)
        if response is None or "Origin" not in request.headers:
            return None
        sent = request.headers.get(HEADERS, "").split(",")
        allowed = {"", *map(str.lower, conf.CORS_ALLOW_HEADERS)}
        refused = {
            "origin": middleware.ACCESS_CONTROL_ALLOW_ORIGIN
            not in self.add_response_headers(request, HttpResponse()),
            "method": request.headers[METHOD] not in conf.CORS_ALLOW_METHODS,
            "headers": not allowed.issuperset(name.strip().lower() for name in sent),
        }
        if any(refused.values()):
            names = ", ".join(name for name, is_refused in refused.items() if is_refused)
            return problem(400, f"Disallowed CORS {names}")
        return response
