"""Serializer fields of numbers that accept one form of JSON."""

import re
from decimal import Decimal
from typing import Any

from rest_framework import serializers


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
        is_other = isinstance(data, str) and not re.fullmatch(self.pattern, data)
        if is_other or isinstance(data, bool):
            self.fail("invalid")
        number: Decimal = super().to_internal_value(data)
        return number or abs(number)  # turn -0 into 0
