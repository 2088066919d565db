"""Request and response bodies for products."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from typing_extensions import TypedDict  # Pydantic needs this one before 3.12

from backend.api.catalog.fields import Bound, Description, Name, Price
from backend.api.catalog.tables import Status
from backend.api.paging import PageInfo, PageQuery
from backend.api.text import Text


class Sort(StrEnum):
    """Sort orders of products; a minus means descending."""

    NAME = "name"
    NAME_DESCENDING = "-name"
    PRICE = "price"
    PRICE_DESCENDING = "-price"
    CREATED_AT = "created_at"
    CREATED_AT_DESCENDING = "-created_at"


class ProductQuery(PageQuery):
    """Filters, sort order and page of a list of products."""

    sort: Sort = Sort.CREATED_AT_DESCENDING
    status: Status | None = None
    search: Annotated[Text, Field(max_length=200)] | None = None
    min_price: Bound | None = None
    max_price: Bound | None = None


class NewProduct(BaseModel):
    """A product to create. Unknown fields are rejected."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    description: Description = ""
    price: Price
    status: Status = Status.DRAFT


class ProductChange(BaseModel):
    """The fields to change; omitted ones stay, so their defaults are never read."""

    model_config = ConfigDict(extra="forbid")

    name: Name = Field(default_factory=str)
    description: Description = Field(default_factory=str)
    price: Price = Field(default_factory=Decimal)
    status: Status = Field(default_factory=lambda: Status.DRAFT)


# Typed dictionaries, not models: a database row becomes JSON without an object in between.
class ProductOut(TypedDict):
    """A product as stored; stored values are not validated again."""

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


PAGE = TypeAdapter(ProductPage)
