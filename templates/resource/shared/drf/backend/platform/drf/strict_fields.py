"""Serializer fields that accept one form of JSON: DRF's own also convert text and numbers."""

import re
from decimal import Decimal
from typing import Any

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


class WholeField(serializers.IntegerField):
    """A whole number, not as text."""

    def to_internal_value(self, data: Any) -> int:
        """Return the number. Raise ValidationError for text and booleans."""
        if isinstance(data, bool | str):
            self.fail("invalid")
        return super().to_internal_value(data)


class DigitsField(serializers.DecimalField):
    """A decimal number as a string, which is exact, or as a number."""

    def __init__(self, digits: int, places: int, **options: Any) -> None:
        super().__init__(max_digits=digits, decimal_places=places, **options)
        self.step = Decimal(1).scaleb(-places)
        self.largest = 10 ** (digits - places) - self.step
        sign = "-?" if self.min_value is None or self.min_value < 0 else ""
        whole = f"[0-9]{{1,{digits - places}}}" if digits > places else "0"
        self.pattern = f"^{sign}{whole}" + (rf"(\.[0-9]{{1,{places}}})?$" if places else "$")

    @property
    def request_schema(self) -> dict[str, Any]:
        """Return both forms for the OpenAPI schema."""
        low, high = self.min_value, self.max_value
        number = {
            "type": "number",
            "minimum": float(-self.largest if low is None else low),
            "maximum": float(self.largest if high is None else high),
            "multipleOf": float(self.step),
        }
        forms: list[dict[str, Any]] = [{"type": "string", "pattern": self.pattern}, number]
        return {"anyOf": [*forms, {"type": "null"}] if self.allow_null else forms}

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        """Leave an empty text to the check of the format: DRF would store null."""
        return (False, data) if isinstance(data, str) else super().validate_empty_values(data)

    def to_internal_value(self, data: Any) -> Decimal:
        """Return the number. Raise ValidationError if the format is not plain decimal."""
        if isinstance(data, bool) or (isinstance(data, str) and not re.fullmatch(self.pattern, data)):
            self.fail("invalid")
        number: Decimal = super().to_internal_value(data)
        return number or abs(number)  # turn -0 into 0


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
