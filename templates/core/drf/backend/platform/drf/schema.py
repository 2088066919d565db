"""OpenAPI 3.1 schema: add the error responses and constraints that drf-spectacular misses."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS, IsAuthenticatedOrReadOnly

from backend.platform.drf.serializers import StrictSerializer
from backend.platform.http.problems import MEDIA_TYPE, TITLES

ALWAYS = (400, 500, 503)
WITH_A_BODY = (408, 413, 415, 422)
# Responses contain stored values, which are not validated again.
NOT_IN_RESPONSES = {"default", "maxLength", "minLength", "pattern", "readOnly"}
NOT_IN_REQUESTS = {"writeOnly"}


class FieldProblemSerializer(serializers.Serializer[Any]):
    """One invalid field of a request, identified by its JSON pointer."""

    pointer = serializers.CharField()
    detail = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """The body of every error response, in the format of RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = FieldProblemSerializer(many=True, required=False)  # type: ignore[assignment]


def problem_responses(*statuses: int) -> dict[tuple[int, str], OpenApiResponse]:
    """Describe the error responses of one view; common ones are added to every operation."""
    return {
        (status, MEDIA_TYPE): OpenApiResponse(
            ProblemSerializer, TITLES.get(status, HTTPStatus(status).phrase)
        )
        for status in statuses
    }


class Schema(AutoSchema):
    """The schema of drf-spectacular, completed."""

    def get_auth(self) -> list[dict[str, Any]]:
        """Return the security requirements; `{}` marks authentication as optional."""
        requirements = super().get_auth()
        permissions = self.view.get_permissions()
        optional = any(isinstance(each, IsAuthenticatedOrReadOnly) for each in permissions)
        if optional and self.method in SAFE_METHODS:
            requirements = [*requirements, {}]
        return [] if requirements == [{}] else requirements

    def get_operation(self, *args: Any, **named: Any) -> Any:
        """Add the error responses of authentication, of request bodies and of the server."""
        operation = super().get_operation(*args, **named)
        if operation:
            operation["summary"] = operation["operationId"].replace("_", " ").title()
            statuses = [*ALWAYS]
            if "requestBody" in operation:
                statuses += WITH_A_BODY
            if operation.get("security"):
                statuses.append(401)
            for (status, media_type), response in problem_responses(*statuses).items():
                described = self._get_response_for_code(response, str(status), [media_type])  # type: ignore[no-untyped-call]
                operation["responses"].setdefault(str(status), described)
        return operation

    def _map_serializer(self, serializer: Any, direction: Any, *args: Any, **named: Any) -> Any:
        """Forbid additional fields in requests, and mark all fields of responses as required."""
        schema = super()._map_serializer(serializer, direction, *args, **named)  # type: ignore[no-untyped-call]
        if direction == "request" and isinstance(serializer, StrictSerializer):
            schema["additionalProperties"] = False
        if direction == "response" and not isinstance(serializer, ProblemSerializer):
            schema["required"] = list(schema["properties"])
        for name, described in schema["properties"].items():
            self._complete(serializer.fields[name], direction, described)
        return schema

    def _complete(self, field: Any, direction: Any, described: dict[str, Any]) -> None:
        """Apply the field's own schema, and drop keywords that this direction does not use."""
        special = getattr(field, f"{direction}_schema", {})
        hidden = NOT_IN_RESPONSES if direction == "response" else NOT_IN_REQUESTS
        for keyword in described.keys() & ({*described} if "anyOf" in special else hidden):
            del described[keyword]
        described.update(special)
