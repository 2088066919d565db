"""OpenAPI 3.1 schema: add the names, errors and constraints that drf-spectacular misses."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.permissions import SAFE_METHODS, BasePermission, IsAuthenticatedOrReadOnly

from backend.platform.drf.serializers import ProblemSerializer, StrictSerializer
from backend.platform.http.problems import MEDIA_TYPE, TITLES

ALWAYS = (400, 500, 503)
WITH_A_BODY = (408, 413, 415, 422)
# Responses contain stored values, which are not validated again.
NOT_IN_RESPONSES = {"default", "maxLength", "minLength", "pattern", "readOnly"}
NOT_IN_REQUESTS = {"writeOnly"}
VERBS = {"GET": "read", "POST": "add", "PATCH": "change", "DELETE": "remove"}
URI = {"type": "string", "format": "uri-reference"}
LOCATION = OpenApiParameter("Location", URI, OpenApiParameter.HEADER, response=[201])


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

    def get_operation_id(self) -> str:
        """Name a generic view after its model: `list_products`, `add_product`, `read_product`."""
        queryset: Any = getattr(self.view, "queryset", None)
        if queryset is None:
            return super().get_operation_id()
        names = queryset.model._meta
        if self._is_list_view():
            return f"list_{names.verbose_name_plural}".replace(" ", "_")
        return f"{VERBS[self.method]}_{names.verbose_name}".replace(" ", "_")

    def get_paginated_name(self, serializer_name: str) -> str:
        """Name the component of a page."""
        return f"{serializer_name}Page"

    def get_override_parameters(self) -> list[Any]:
        """Return the query parameters of a list, or the `Location` of a new row."""
        query = getattr(self.view, "query_class", None)
        return [query if self.method == "GET" else LOCATION] if query else []

    def get_operation(self, *args: Any, **named: Any) -> Any:
        """Add the error responses of authentication, of request bodies and of the server."""
        operation = super().get_operation(*args, **named)
        if operation:
            operation["summary"] = operation["operationId"].replace("_", " ").title()
            statuses = [*self._expected(), *ALWAYS]
            if "requestBody" in operation:
                statuses += WITH_A_BODY
            if operation.get("security"):
                statuses.append(401)
            if self.method == "DELETE":
                statuses.append(409)  # other rows refer to this one
            for (status, media_type), response in problem_responses(*statuses).items():
                described = self._get_response_for_code(response, str(status), [media_type])  # type: ignore[no-untyped-call]
                operation["responses"].setdefault(str(status), described)
        return operation

    def _expected(self) -> list[int]:
        """Return the errors of a generic view: invalid query parameters, or a row out of reach."""
        if "{" not in self.path:
            is_list = self.method == "GET" and hasattr(self.view, "query_class")
            return [422] if is_list else []
        checks = {type(each).has_object_permission for each in self.view.get_permissions()}
        is_public = self.method in SAFE_METHODS or checks <= {BasePermission.has_object_permission}
        return [404] if is_public else [403, 404]

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
