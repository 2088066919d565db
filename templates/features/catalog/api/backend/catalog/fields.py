"""Types and validation of a product's fields."""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema

from backend.platform.database.columns import CENT
from backend.platform.database.text import NOT_BLANK, WITHOUT_NUL

AMOUNT = re.compile(r"^[0-9]{1,8}(\.[0-9]{1,2})?$")
BOUND = re.compile(r"^-?[0-9]{1,15}(\.[0-9]{1,9})?$")


def _written_as(pattern: re.Pattern[str]) -> BeforeValidator:
    """Reject values that only Python would parse as a number: `1_0`, `٣`, `true`."""

    def check(value: object) -> object:
        if isinstance(value, bool) or (isinstance(value, str) and not pattern.fullmatch(value)):
            raise ValueError(f"Should match {pattern.pattern}")
        return value

    return BeforeValidator(check)


def _two_decimals(price: Decimal) -> Decimal:
    if price.is_signed():
        raise ValueError("Should not be negative")
    return price.quantize(CENT)


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True),
    Field(min_length=1, max_length=120, pattern=NOT_BLANK),
]
Description = Annotated[str, Field(max_length=2_000, pattern=WITHOUT_NUL)]
# A string is exact; a number is accepted too and read in its shortest decimal form.
Price = Annotated[
    Decimal,
    Field(max_digits=10, decimal_places=2),
    _written_as(AMOUNT),
    AfterValidator(_two_decimals),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": AMOUNT.pattern},
                {"type": "number", "minimum": 0, "maximum": 99_999_999.99, "multipleOf": 0.01},
            ],
            "examples": ["19.90"],
        },
        mode="validation",
    ),
]

Bound = Annotated[
    Decimal,
    _written_as(BOUND),
    WithJsonSchema({"type": "string", "pattern": BOUND.pattern}),
]
