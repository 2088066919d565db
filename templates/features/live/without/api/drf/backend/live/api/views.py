"""Issue tickets, and describe the stream of events in the OpenAPI document."""

from typing import Any, cast

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.live.desk import STATE, Desk
from backend.live.protocol import TICKET_SECONDS
from backend.live.sessions import viewer_of
from backend.platform.django.problems import RejectedError, problem
from backend.platform.drf.schema import problem_responses


class TicketSerializer(serializers.Serializer[Any]):
    """A ticket for one connection, and the seconds until it expires."""

    ticket = serializers.CharField()
    expires_in = serializers.IntegerField()


class TicketView(APIView):
    """Tickets."""

    @extend_schema(operation_id="add_ticket", request=None, responses={201: TicketSerializer})
    def post(self, request: Request) -> HttpResponse:
        """Issue a ticket for one connection."""
        desk: Desk = cast("ASGIRequest", request).scope["state"][STATE]
        try:
            ticket = desk.issue(viewer_of(request.user))
        except RejectedError as error:
            return problem(error.status, str(error), error.headers)
        body = {"ticket": ticket, "expires_in": TICKET_SECONDS}
        return Response(body, status=201, headers={"Cache-Control": "no-store"})


class TokenOrTicket(IsAuthenticatedOrReadOnly):
    """A ticket replaces the token."""


class EventsView(APIView):
    """The stream of events, for the OpenAPI document and for other methods than GET."""

    permission_classes = [TokenOrTicket]

    @extend_schema(
        operation_id="stream_events",
        parameters=[OpenApiParameter("ticket", str)],
        responses={(200, "text/event-stream"): OpenApiTypes.STR, **problem_responses(403)},
    )
    def get(self, request: Request) -> HttpResponse:
        """Stream what changes as server-sent events, with a token or with a ticket."""
        raise NotImplementedError("`backend/live/asgi.py` serves the stream")
