"""Serializer fields with strict types: text, money, JSON objects, and filters of lists."""

import re
from decimal import Decimal
from typing import Any

import orjson
from django.db.models import DecimalField, Q, Value
from rest_framework import serializers

WITHOUT_NUL = r"^[^\x00]*$"
NOT_BLANK = r"^[^\x00]*[^\s\x00][^\x00]*$"
AMOUNT = re.compile(r"[0-9]{1,8}(\.[0-9]{1,2})?")
MAX_AMOUNT = 99_999_999.99
BOUND = r"^-?[0-9]{1,15}(\.[0-9]{1,9})?$"
MAX_IN_JSON = 2**63  # PostgreSQL returns a larger float as an integer, which is not sent
NUL_IN_JSON = re.compile(rb"(?<!\\)(\\\\)*\\u0000")


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


class SearchField(StrictCharField):
    """A text to find in any of the columns, ignoring case; its value is a condition."""

    def __init__(self, *columns: str) -> None:
        super().__init__(required=False, allow_blank=True, trim_whitespace=False, max_length=200)
        self.lookups = [f"{column}__lower__contains" for column in columns]

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Validate the text, and return the condition; an empty text matches every row."""
        text = super().run_validation(data)
        return Q(*((lookup, text) for lookup in self.lookups if text), _connector=Q.OR)


class MoneyField(serializers.DecimalField):
    """An amount as a string or number; `Decimal` alone would also accept `1_0`, `٣` and `1e1`."""

    request_schema = {
        "anyOf": [
            {"type": "string", "pattern": f"^{AMOUNT.pattern}$"},
            {"type": "number", "minimum": 0, "maximum": MAX_AMOUNT, "multipleOf": 0.01},
        ],
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=10, decimal_places=2, min_value=Decimal(0), **options)

    def to_internal_value(self, data: Any) -> Decimal:
        """Return the amount. Raise ValidationError if the format is not plain decimal."""
        if isinstance(data, bool) or (isinstance(data, str) and not AMOUNT.fullmatch(data)):
            self.fail("invalid")
        amount: Decimal = super().to_internal_value(data)
        return amount or abs(amount)  # turn -0 into 0


class BoundField(serializers.RegexField):
    """A limit of an amount for filters: any plain decimal number, negative ones included."""

    request_schema = {"pattern": BOUND}

    def __init__(self, **options: Any) -> None:
        super().__init__(BOUND, **options)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Return the limit as a value that is wider than any column, so that it is not rounded."""
        limit = Decimal(super().run_validation(data))
        return Value(limit, DecimalField(max_digits=24, decimal_places=9))


class ObjectField(serializers.JSONField):
    """A JSON object that PostgreSQL can store and a response can contain."""

    request_schema = response_schema = {"type": "object", "additionalProperties": True}

    def to_internal_value(self, data: Any) -> Any:
        """Return the object. Raise ValidationError for NUL, lone surrogates and huge numbers."""
        try:
            text = orjson.dumps([[[data]]], default=_finite)  # nested as in a list of rows
        except TypeError:
            self.fail("invalid")
        if not isinstance(data, dict) or NUL_IN_JSON.search(text):
            self.fail("invalid")
        [[[value]]] = orjson.loads(text)
        return value


def _finite(number: Any) -> float:
    if isinstance(number, Decimal) and abs(value := float(number)) < MAX_IN_JSON:
        return value
    raise TypeError(number)
