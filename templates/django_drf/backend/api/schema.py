"""How the API is described: OpenAPI 3.1, with every way an operation can be refused."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from backend.api.serializers import StrictSerializer
from backend.problems import MEDIA_TYPE, TITLES

Responses = dict[tuple[int, str], OpenApiResponse]


class FieldProblemSerializer(serializers.Serializer[Any]):
    """One thing that is wrong in a request, by its JSON pointer."""

    pointer = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """The body of every refusal, as RFC 9457 describes it."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = FieldProblemSerializer(many=True, required=False)  # type: ignore[assignment]


def refusals(*statuses: int) -> Responses:
    """Describe refusals."""
    return {
        (status, MEDIA_TYPE): OpenApiResponse(
            ProblemSerializer, TITLES.get(status, HTTPStatus(status).phrase)
        )
        for status in statuses
    }


BODY_REFUSALS = refusals(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)


class Schema(AutoSchema):
    """drf-spectacular's own reading, and what it cannot know."""

    def _map_serializer(
        self,
        serializer: Any,
        direction: Any,
        bypass_extensions: bool = False,  # noqa: FBT001, FBT002 - drf-spectacular's signature
    ) -> Any:
        """Say that a strict serializer refuses unknown fields."""
        schema = super()._map_serializer(serializer, direction, bypass_extensions)  # type: ignore[no-untyped-call]
        if direction == "request" and isinstance(serializer, StrictSerializer):
            schema["additionalProperties"] = False
        if direction == "response" and not isinstance(serializer, ProblemSerializer):
            schema["required"] = list(
                schema["properties"]
            )  # an answer always has all of its fields
        return schema
