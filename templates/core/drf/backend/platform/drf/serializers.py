"""Base serializers: strict types, and unknown fields are rejected."""

from collections.abc import Mapping
from heapq import nsmallest
from typing import Any

from django.db import models
from rest_framework import serializers

from backend.platform.http.problems import MAX_ERRORS

WITHOUT_NUL = r"^[^\x00]*$"
NOT_BLANK = r"^[^\x00]*[^\s\x00][^\x00]*$"


class StrictCharField(serializers.CharField):
    """A text field that accepts only strings: DRF's field would turn the number 5 into "5"."""

    @property
    def request_schema(self) -> dict[str, Any]:
        """Return the pattern of allowed characters for the OpenAPI schema."""
        is_trimmed = self.trim_whitespace and not self.allow_blank
        return {"pattern": NOT_BLANK if is_trimmed else WITHOUT_NUL}

    def to_internal_value(self, data: object) -> str:
        """Return the text. Raise ValidationError if the value is not a string."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


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
    }
