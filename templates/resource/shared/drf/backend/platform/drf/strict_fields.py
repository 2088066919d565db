"""Serializer fields that accept one form of JSON: DRF's own also convert text and numbers."""

import re
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive
from rest_framework import serializers

from backend.platform.drf.fields import StrictCharField

SLUG = r"^[-a-zA-Z0-9_]+$"
EMAIL = r"^[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
URL = r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[^\s\x00\"\\]*)?$"
ISO = "ISO 8601"


class PatternField(StrictCharField):
    """A text that matches a pattern as a whole."""

    def __init__(self, pattern: str, **options: Any) -> None:
        super().__init__(trim_whitespace=False, **options)
        self.pattern = pattern

    @property
    def request_schema(self) -> dict[str, Any]:
        """Return the pattern for the OpenAPI schema."""
        return {"pattern": self.pattern}

    def to_internal_value(self, data: object) -> str:
        """Return the text. Raise ValidationError if it does not match."""
        text = super().to_internal_value(data)
        if not re.fullmatch(self.pattern, text):
            self.fail("invalid")
        return text


class TrueOrFalseField(serializers.BooleanField):
    """A boolean, not as text or number."""

    def to_internal_value(self, data: Any) -> bool:
        """Return the boolean. Raise ValidationError for any other value."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class DayField(serializers.DateField):
    """A date as text."""

    def to_internal_value(self, value: Any) -> Any:
        """Return the date. Raise ValidationError if it is not text in the format of ISO 8601."""
        if not isinstance(value, str):
            self.fail("invalid", format=ISO)
        return super().to_internal_value(value)


class MomentField(serializers.DateTimeField):
    """A time with an offset; without one it would be ambiguous."""

    def to_internal_value(self, value: Any) -> Any:
        """Return the time in UTC. Raise ValidationError for a number, or without an offset."""
        try:
            moment = parse_datetime(value) if isinstance(value, str) else None
        except ValueError:
            moment = None
        if moment is None or is_naive(moment):
            self.fail("invalid", format=ISO)
        return super().to_internal_value(value)


class IdField(serializers.UUIDField):
    """A UUID as text."""

    def to_internal_value(self, data: Any) -> UUID:
        """Return the UUID. Raise ValidationError for a number."""
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


class RowField(serializers.PrimaryKeyRelatedField[Any]):
    """The id of a row of another table."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Return the row. Raise ValidationError for an empty text: DRF would store null."""
        if data == "":
            self.fail("does_not_exist", pk_value=data)
        return super().run_validation(data)
