"""OpenAPI document, Swagger UI and ReDoc: no CDN, compatible with the Content-Security-Policy."""

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from drf_spectacular.views import (
    SpectacularAPIView,
    SpectacularRedocView,
    SpectacularSwaggerSplitView,
)

from backend.platform.drf.json_only import JSONRenderer

REDOC = "drf_spectacular_sidecar/redoc/bundles/redoc.standalone.js"
REDOC_LOGO = b"https://cdn.redoc.ly/redoc/logo-mini.svg"


class DocumentView(SpectacularAPIView):
    """The OpenAPI document."""

    renderer_classes = [JSONRenderer]


class DocsView(SpectacularSwaggerSplitView):
    """Swagger UI with an external script, since the policy forbids inline scripts."""

    url_name = "document"
    url_self = "/api/docs.js"


class RedocView(SpectacularRedocView):
    """ReDoc."""

    url_name = "document"
    template_name = "redoc.html"


def redoc_script(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Serve ReDoc without its logo, which it would load from the vendor's server."""
    return HttpResponse(_redoc_without_logo(), content_type="text/javascript")


@cache
def _redoc_without_logo() -> bytes:
    return Path(str(finders.find(REDOC))).read_bytes().replace(REDOC_LOGO, b"data:,")
