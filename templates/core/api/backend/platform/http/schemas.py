"""What the schemas of every domain are made from: request bodies, and pages of a list."""

from collections.abc import Callable
from itertools import islice
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError, PydanticUndefined
from sqlmodel import SQLModel
from typing_extensions import TypedDict  # Pydantic needs this one before 3.12

from backend.platform.database.columns import now
from backend.platform.http.problems import MAX_ERRORS

MOST = 1_000  # describing more errors would block the event loop
MAX_SIZE = 100
MAX_PAGE = (2**63 - 1) // MAX_SIZE  # beyond it the offset has more than 64 bits


class RequestBody(BaseModel):
    """A JSON object. Unknown fields are rejected, so that no client can set `is_superuser`."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="wrap")
    @classmethod
    def limit_errors(cls, data: object, handler: Callable[[object], Self]) -> Self:
        """Report at most 20 unknown fields, and only the number of very many errors."""
        try:
            return handler(cls._without_excess(data))
        except ValidationError as error:
            if error.error_count() <= MOST:
                raise
            count = {"count": error.error_count()}
            raise PydanticCustomError("too_many", "{count} values are not valid", count) from None

    @classmethod
    def _without_excess(cls, data: object) -> object:
        if not isinstance(data, dict) or len(data) <= len(cls.model_fields) + MAX_ERRORS:
            return data
        known = {field.alias or name for name, field in cls.model_fields.items()}
        unknown = islice((name for name in data if name not in known), MAX_ERRORS)
        return {name: data[name] for name in (*(known & data.keys()), *unknown)}


class ChangeBody(RequestBody):
    """The fields to change. A client may omit each of them; none can be null unless it says so."""

    @classmethod
    def __pydantic_init_subclass__(cls, **_: object) -> None:
        """Make all fields optional, without a default in the OpenAPI document."""
        for field in cls.model_fields.values():
            field.default, field.default_factory = PydanticUndefined, lambda: None
        cls.model_rebuild(force=True)

    def apply_to(self, row: SQLModel) -> None:
        """Set the fields that the client has sent, and `updated_at` if there is one."""
        changes = self.model_dump(exclude_unset=True)
        if changes and hasattr(row, "updated_at"):
            changes["updated_at"] = now()
        for name, value in changes.items():
            setattr(row, name, value)


class PageInfo(TypedDict):
    """The position of a page in its list. A domain adds the `items`."""

    total: int
    page: int
    size: int
    pages: int


class PageQuery(BaseModel):
    """The requested page. A domain adds optional filters, and `sort`, where `-price` descends."""

    page: Annotated[int, Field(ge=1, le=MAX_PAGE)] = 1
    size: Annotated[int, Field(ge=1, le=MAX_SIZE)] = 20

    @property
    def offset(self) -> int:
        """Return the number of rows before the page."""
        return (self.page - 1) * self.size

    def info(self, total: int) -> PageInfo:
        """Return the position of the page in a list of `total` rows."""
        pages = -(-total // self.size)
        return {"total": total, "page": self.page, "size": self.size, "pages": pages}
