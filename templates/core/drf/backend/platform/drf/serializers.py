"""Base serializers: strict bodies, the query parameters of a list, and the body of an error."""

from collections.abc import Mapping
from heapq import nsmallest
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from rest_framework import serializers
from rest_framework.request import Request

from backend.platform.drf.fields import ObjectField, StrictCharField
from backend.platform.http.problems import MAX_ERRORS

MAX_SIZE = 100
MAX_PAGE = (2**63 - 1) // MAX_SIZE  # a larger page would overflow the 64-bit offset
NO_COLUMNS = {"page", "size", "search", "sort"}


class StrictSerializer(serializers.Serializer[Any]):
    """Reject unknown fields, so that no client can set `is_superuser`."""

    def to_internal_value(self, data: Any) -> Any:
        """Validate the fields. Raise all errors together, those of unknown fields included."""
        known = {name for name, field in self.fields.items() if not field.read_only}
        unknown = set(data) - known if isinstance(data, Mapping) else set()
        named = nsmallest(MAX_ERRORS, unknown)  # do not spend time on names that are not sent
        errors: dict[str, Any] = {name: ["This field is not known."] for name in named}
        try:
            valid = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if isinstance(error.detail, dict):
                errors = {**error.detail, **errors}
            raise serializers.ValidationError(errors) from error
        if errors:
            raise serializers.ValidationError(errors)
        return valid


def valid_body(
    kind: type[serializers.Serializer[Any]], request: Request, **context: object
) -> dict[str, Any]:
    """Return the validated body. Raise ValidationError, 422."""
    serializer = kind(data=request.data, context=context)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


class StrictModelSerializer(StrictSerializer, serializers.ModelSerializer[Any]):
    """A strict serializer with the fields of a model."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.CharField: StrictCharField,
        models.TextField: StrictCharField,
        models.JSONField: ObjectField,
    }


class PageQuery(serializers.Serializer[Any]):
    """The query parameters of a list. A subclass adds `search`, `sort` and filters.

    A filter's name, or its `source`, is a lookup of the ORM such as `status` or `price__gte`.
    """

    page = serializers.IntegerField(min_value=1, max_value=MAX_PAGE, default=1)
    size = serializers.IntegerField(min_value=1, max_value=MAX_SIZE, default=20)

    def filtered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that match, sorted; without `sort` they keep their order."""
        valid = self.validated_data
        lookups = {name: value for name, value in valid.items() if name not in NO_COLUMNS}
        if condition := valid.get("search", Q()) & Q(**lookups):
            rows = rows.filter(condition)
        return rows.order_by(valid["sort"], "pk") if "sort" in valid else rows


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
