"""What clients send and receive about products."""

import re
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.json_schema import SkipJsonSchema

from backend.api.catalog.tables import Status
from backend.api.columns import CENT
from backend.api.paging import PageInfo, PageQuery
from backend.api.text import NOT_BLANK, WITHOUT_NUL, Text


def _plain_number(price: object) -> object:
    """Refuse what Python would read as a number and nobody else: `1_0`, `٣`, `true`."""
    if isinstance(price, bool) or (isinstance(price, str) and not AMOUNT.fullmatch(price)):
        raise ValueError("Should be an amount with at most two decimals")
    return price


def _two_decimals(price: Decimal) -> Decimal:
    return abs(price).quantize(CENT)  # abs: minus zero is zero


AMOUNT = re.compile(r"^[0-9]{1,8}(\.[0-9]{1,2})?$")
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True),
    Field(min_length=1, max_length=120, pattern=NOT_BLANK),
]
Description = Annotated[str, Field(max_length=2_000, pattern=WITHOUT_NUL)]
# A string keeps every cent; a number is taken too, by its shortest decimal form.
Price = Annotated[
    Decimal,
    Field(ge=0, max_digits=10, decimal_places=2),
    BeforeValidator(_plain_number),
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


class Sort(StrEnum):
    """The orders in which products can be listed; a minus is descending."""

    NAME = "name"
    NAME_DESCENDING = "-name"
    PRICE = "price"
    PRICE_DESCENDING = "-price"
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"


class ProductQuery(PageQuery):
    """Which products, and in which order."""

    sort: Sort = Sort.CREATED_AT_DESCENDING
    status: Status | SkipJsonSchema[None] = None
    search: Text | SkipJsonSchema[None] = None
    min_price: Price | SkipJsonSchema[None] = None
    max_price: Price | SkipJsonSchema[None] = None


class NewProduct(BaseModel):
    """A product to add. An unknown field is refused."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    description: Description = ""
    price: Price
    status: Status = Status.DRAFT


class ProductChange(BaseModel):
    """The fields to change; what is left out stays, so its default is never read."""

    model_config = ConfigDict(extra="forbid")

    name: Name = Field(default_factory=str)
    description: Description = Field(default_factory=str)
    price: Price = Field(default_factory=Decimal)
    status: Status = Field(default_factory=lambda: Status.DRAFT)


class ProductOut(BaseModel):
    """A product, as stored: what once was accepted is never validated again."""

    id: UUID
    name: str
    description: str
    price: Decimal
    status: Annotated[str, Field(json_schema_extra={"enum": [*Status]})]
    owner_id: UUID
    created_at: datetime
    updated_at: datetime


class ProductPage(PageInfo):
    """One page of products."""

    items: list[ProductOut]
