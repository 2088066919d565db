"""Types of fields in request bodies: a line of text, and decimal numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Annotated

from annotated_types import GroupedMetadata
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema

from backend.platform.database.text import NOT_BLANK

PLAIN = r"^-?[0-9]{1,15}(\.[0-9]{1,9})?$"


def written_as(pattern: str) -> BeforeValidator:
    """Reject values that only Python would parse as a number: `1_0`, `٣`, `true`."""

    def check(value: object) -> object:
        if isinstance(value, bool) or (isinstance(value, str) and not re.fullmatch(pattern, value)):
            raise ValueError(f"Should match {pattern}")
        return value

    return BeforeValidator(check)


def _rounded(step: Decimal, number: Decimal, *, is_signed: bool) -> Decimal:
    if number.is_signed() and not is_signed:  # JSON's -1e-400 is -0, too
        raise ValueError("Should not be negative")
    return number.quantize(step) + 0  # plus 0 turns -0 into 0


Line = Annotated[
    str, StringConstraints(strip_whitespace=True), Field(min_length=1, pattern=NOT_BLANK)
]
# The limit of a filter.
Bound = Annotated[Decimal, written_as(PLAIN), WithJsonSchema({"type": "string", "pattern": PLAIN})]


@dataclass(frozen=True, slots=True)
class Digits(GroupedMetadata):
    """A decimal number of limited size, as a string, which is exact, or as a number."""

    digits: int
    places: int
    low: str | None = None
    high: str | None = None

    def __iter__(self) -> Iterator[object]:
        """Yield what Pydantic applies: the format, the size, all decimals, and the description."""
        step, whole = Decimal(1).scaleb(-self.places), self.digits - self.places
        low, high = (None if one is None else Decimal(one) for one in (self.low, self.high))
        sign = "-?" if low is None or low < 0 else ""
        fraction = rf"(\.[0-9]{{1,{self.places}}})?" if self.places else ""
        pattern = f"^{sign}{f'[0-9]{{1,{whole}}}' if whole else '0'}{fraction}$"
        yield Field(max_digits=self.digits, decimal_places=self.places, ge=low, le=high)
        yield written_as(pattern)
        yield AfterValidator(partial(_rounded, step, is_signed=bool(sign)))
        largest = 10**whole - step
        number = {
            "type": "number",
            "minimum": float(-largest if low is None else low),
            "maximum": float(largest if high is None else high),
            "multipleOf": float(step),
        }
        text = {"type": "string", "pattern": pattern}
        yield WithJsonSchema({"anyOf": [text, number]}, mode="validation")
