"""Liveness and readiness probes."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.platform.django.problems import problem
from backend.platform.django.readiness import database_responds
from backend.platform.http.problems import RETRY_SOON


class StatusSerializer(serializers.Serializer[Any]):
    """The response of a successful probe."""

    status = serializers.CharField()


class LiveView(APIView):
    """Liveness probe."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="live", responses=StatusSerializer)
    def get(self, request: Request) -> Response:
        """Liveness probe: 200 while the process runs, without using the database."""
        return Response({"status": "ok"})


class ReadyView(APIView):
    """Readiness probe."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="ready", responses={200: StatusSerializer})
    def get(self, request: Request) -> HttpResponse:
        """Readiness probe: 200 if the database responds, else 503 that names the failed check."""
        if not database_responds():
            return problem(503, "database: it does not respond", RETRY_SOON)
        return Response({"status": "ok"})
