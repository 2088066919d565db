"""The pages that show the API: served from here alone, within the content security policy."""

from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from drf_spectacular.views import (
    SpectacularAPIView,
    SpectacularRedocView,
    SpectacularSwaggerSplitView,
)

from backend.api.renderers import JSONRenderer

REDOC = "drf_spectacular_sidecar/redoc/bundles/redoc.standalone.js"
REDOCS_LOGO = b"https://cdn.redoc.ly/redoc/logo-mini.svg"


class DocumentView(SpectacularAPIView):
    """The OpenAPI document."""

    renderer_classes = [JSONRenderer]


class DocsView(SpectacularSwaggerSplitView):
    """Swagger UI; its script comes in a request of its own, so that no inline script is needed."""

    url_name = "document"
    url_self = "/api/docs.js"


class RedocView(SpectacularRedocView):
    """ReDoc."""

    url_name = "document"
    template_name = "redoc.html"


def redoc_script(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Serve ReDoc without a logo: it would be fetched from its maker's server."""
    return HttpResponse(_redoc_without_logo(), content_type="text/javascript")


@cache
def _redoc_without_logo() -> bytes:
    return Path(str(finders.find(REDOC))).read_bytes().replace(REDOCS_LOGO, b"data:,")
