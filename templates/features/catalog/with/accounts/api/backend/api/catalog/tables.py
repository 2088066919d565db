"""The table of products, with the names and types that Django would choose."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Text, desc, func, text
from sqlmodel import Field, SQLModel

from backend.api.columns import Money, UtcDateTime, now


class Status(StrEnum):
    """Visibility of a product: a draft is for its owner, a live product is public."""

    DRAFT = "draft"
    LIVE = "live"


class Product(SQLModel, table=True):
    """A product in the catalogue."""

    __tablename__ = "catalog_product"  # pyright: ignore[reportAssignmentType]

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(max_length=120)
    description: str = Field(
        default="", sa_column=Column(Text, nullable=False, server_default=text("''"))
    )
    price: Decimal = Field(sa_type=Money)
    # Text, not an enum: one row with an unknown value must not make a list fail.
    status: str = Field(
        default=Status.DRAFT, max_length=10, sa_column_kwargs={"server_default": Status.DRAFT}
    )
    owner_id: UUID = Field(
        sa_column=Column(
            ForeignKey("accounts_user.id", ondelete="CASCADE"), index=True, nullable=False
        )
    )
    created_at: datetime = Field(
        default_factory=now, sa_type=UtcDateTime, sa_column_kwargs={"server_default": func.now()}
    )
    updated_at: datetime = Field(
        default_factory=now, sa_type=UtcDateTime, sa_column_kwargs={"server_default": func.now()}
    )

    __table_args__ = (
        CheckConstraint("price >= 0", name="price"),
        Index("catalog_product_list_idx", "status", desc("created_at"), "id"),
    )
