"""The pages that show the API: served from here alone, within the content security policy."""

from drf_spectacular.views import (
    SpectacularAPIView,
    SpectacularRedocView,
    SpectacularSwaggerSplitView,
)

from backend.api.renderers import JSONRenderer


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
