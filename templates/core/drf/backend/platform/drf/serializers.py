"""Base serializers, which reject wrong types and unknown fields; the body of an error."""

from collections.abc import Mapping
from heapq import nsmallest
from typing import Any

from django.db import models
from rest_framework import serializers

from backend.platform.drf.fields import ObjectField, StrictCharField
from backend.platform.http.problems import MAX_ERRORS


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


class StrictModelSerializer(StrictSerializer, serializers.ModelSerializer[Any]):
    """A strict serializer with the fields of a model."""

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.CharField: StrictCharField,
        models.TextField: StrictCharField,
        models.JSONField: ObjectField,
    }


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
