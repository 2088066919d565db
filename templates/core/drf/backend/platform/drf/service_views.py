"""The views of every service: health checks, the OpenAPI document, Swagger UI and ReDoc."""

from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.urls import path
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import (
    SpectacularAPIView,
    SpectacularRedocView,
    SpectacularSwaggerSplitView,
)
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from backend.platform.django.problems import problem
from backend.platform.django.timeouts import database_responds
from backend.platform.drf.json_only import JSONRenderer
from backend.platform.drf.views import PublicView
from backend.platform.http.problems import RETRY_SOON
from backend.settings import get_settings

REDOC = "drf_spectacular_sidecar/redoc/bundles/redoc.standalone.js"
REDOC_LOGO = b"https://cdn.redoc.ly/redoc/logo-mini.svg"


class StatusSerializer(serializers.Serializer[Any]):
    """The response of a successful probe."""

    status = serializers.CharField()


class LiveView(PublicView):
    """Liveness probe."""

    @extend_schema(operation_id="live", responses=StatusSerializer)
    def get(self, request: Request) -> Response:
        """Liveness probe: 200 while the process runs, without using the database."""
        return Response({"status": "ok"})


class ReadyView(PublicView):
    """Readiness probe."""

    @extend_schema(operation_id="ready", responses={200: StatusSerializer})
    def get(self, request: Request) -> HttpResponse:
        """Readiness probe: 200 if the database responds, else 503 that names the failed check."""
        if not database_responds():
            return problem(503, "database: it does not respond", RETRY_SOON)
        return Response({"status": "ok"})


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


urlpatterns = [
    path("health/live", LiveView.as_view(), name="live"),
    path("health/ready", ReadyView.as_view(), name="ready"),
]

if get_settings().docs_enabled:
    urlpatterns += [
        path("api/openapi.json", DocumentView.as_view(), name="document"),
        path("api/docs", DocsView.as_view(), name="docs"),
        path("api/docs.js", DocsView.as_view()),
        path("api/redoc", RedocView.as_view(), name="redoc"),
        path("api/redoc.js", redoc_script, name="redoc-script"),
    ]
