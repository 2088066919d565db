"""Types of fields in request bodies: each accepts one form of JSON, and never another type's."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    StringConstraints,
)
from pydantic_core import CoreSchema, core_schema

from backend.platform.database.text import NOT_BLANK

PLAIN = re.compile(r"^-?[0-9]{1,15}(\.[0-9]{1,9})?$")
EMAIL = r"^[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$"
URL = r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[^\s\x00\"\\]*)?$"


def _refuse(*kinds: type, message: str) -> BeforeValidator:
    def check(value: object) -> object:
        if isinstance(value, kinds):
            raise ValueError(message)  # noqa: TRY004 - Pydantic reports no TypeError
        return value

    return BeforeValidator(check)


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _is_plain(text: object) -> object:
    """Reject values that only Python would parse as a number: `1_0`, `٣`, `true`."""
    if isinstance(text, bool) or (isinstance(text, str) and not PLAIN.fullmatch(text)):
        raise ValueError(f"Should match {PLAIN.pattern}")
    return text


Line = Annotated[
    str, StringConstraints(strip_whitespace=True), Field(min_length=1, pattern=NOT_BLANK)
]
Slug = Annotated[str, Field(min_length=1, pattern=r"^[-a-zA-Z0-9_]+$")]
Email = Annotated[str, Field(pattern=EMAIL)]
Url = Annotated[str, Field(pattern=URL)]
NO_NUMBER = "Should be text in the format of ISO 8601"
Day = Annotated[date, _refuse(int, float, message=NO_NUMBER)]
# It is stored, and returned, in UTC; without an offset it would be ambiguous.
Moment = Annotated[
    AwareDatetime, _refuse(int, float, message=NO_NUMBER), AfterValidator(_in_utc)
]
Whole = Annotated[int, _refuse(bool, str, message="Should be a whole number")]
# The limit of a filter.
BOUND = BeforeValidator(_is_plain)


@dataclass(frozen=True, slots=True)
class Digits:
    """A decimal number with a limited size: a string, which is exact, or a number."""

    digits: int
    places: int
    low: str | None = None
    high: str | None = None

    def __get_pydantic_core_schema__(self, _: object, __: GetCoreSchemaHandler) -> CoreSchema:
        """Check the format, then the size, and return all decimals."""
        number = core_schema.decimal_schema(
            max_digits=self.digits,
            decimal_places=self.places,
            ge=None if self.low is None else Decimal(self.low),
            le=None if self.high is None else Decimal(self.high),
        )
        rounded = core_schema.no_info_after_validator_function(self._with_all_decimals, number)
        return core_schema.no_info_before_validator_function(_is_plain, rounded)

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Describe a string and a number, as a body may have either."""
        if handler.mode == "serialization":
            return handler(schema)
        whole = self.digits - self.places
        fraction = rf"(\.[0-9]{{1,{self.places}}})?" if self.places else ""
        sign = "" if self.low is not None and Decimal(self.low) >= 0 else "-?"
        integer = f"[0-9]{{1,{whole}}}" if whole else "0"
        limits = {"minimum": self.low, "maximum": self.high}
        bounds = {name: float(value) for name, value in limits.items() if value is not None}
        return {
            "anyOf": [
                {"type": "string", "pattern": f"^{sign}{integer}{fraction}$"},
                {"type": "number", **bounds},
            ]
        }

    def _with_all_decimals(self, number: Decimal) -> Decimal:
        # Adding zero turns -0 into 0.
        return number.quantize(Decimal(1).scaleb(-self.places)) + 0
