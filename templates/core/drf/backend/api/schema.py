"""How the API is described: OpenAPI 3.1, with every way an operation can be refused."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS, IsAuthenticatedOrReadOnly

from backend.api.serializers import StrictSerializer
from backend.problems import MEDIA_TYPE, TITLES

ALWAYS = (400, 500, 503)
WITH_A_BODY = (408, 413, 415, 422)
# What is given is as it was stored: none of this was checked again.
NOT_IN_ANSWERS = {"default", "maxLength", "minLength", "pattern", "readOnly"}
NOT_IN_REQUESTS = {"writeOnly"}


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


def refusals(*statuses: int) -> dict[tuple[int, str], OpenApiResponse]:
    """Describe the refusals that only the view knows of."""
    return {
        (status, MEDIA_TYPE): OpenApiResponse(
            ProblemSerializer, TITLES.get(status, HTTPStatus(status).phrase)
        )
        for status in statuses
    }


class Schema(AutoSchema):
    """drf-spectacular's own reading, and what it cannot know."""

    def get_auth(self) -> list[dict[str, Any]]:
        """Say where a sign-in is optional, and nothing where there is none."""
        ways = super().get_auth()
        permissions = self.view.get_permissions()
        optional = any(isinstance(each, IsAuthenticatedOrReadOnly) for each in permissions)
        if optional and self.method in SAFE_METHODS:
            ways = [*ways, {}]
        return [] if ways == [{}] else ways

    def get_operation(self, *args: Any, **named: Any) -> Any:
        """Add the refusals that come from who asks, from the body and from the server."""
        operation = super().get_operation(*args, **named)
        if operation:
            operation["summary"] = operation["operationId"].replace("_", " ").title()
            statuses = [*ALWAYS]
            if "requestBody" in operation:
                statuses += WITH_A_BODY
            if operation.get("security"):
                statuses.append(401)
            for (status, media_type), response in refusals(*statuses).items():
                described = self._get_response_for_code(response, str(status), [media_type])  # type: ignore[no-untyped-call]
                operation["responses"].setdefault(str(status), described)
        return operation

    def _map_serializer(self, serializer: Any, direction: Any, *args: Any, **named: Any) -> Any:
        """Say that a body has no other fields, and that an answer has all of its fields."""
        schema = super()._map_serializer(serializer, direction, *args, **named)  # type: ignore[no-untyped-call]
        if direction == "request" and isinstance(serializer, StrictSerializer):
            schema["additionalProperties"] = False
        if direction == "response" and not isinstance(serializer, ProblemSerializer):
            schema["required"] = list(schema["properties"])
        for name, described in schema["properties"].items():
            self._complete(serializer.fields[name], direction, described)
        return schema

    def _complete(self, field: Any, direction: Any, described: dict[str, Any]) -> None:
        """Let a field say itself what it takes; what is given is as stored, and never refused."""
        special = getattr(field, f"{direction}_schema", {})
        hidden = NOT_IN_ANSWERS if direction == "response" else NOT_IN_REQUESTS
        for keyword in described.keys() & ({*described} if "anyOf" in special else hidden):
            del described[keyword]
        described.update(special)
